package dev.relaymanager.pack;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Reads a zipped pack from memory, and writes one. Nothing is written to disk, sizes are counted as
 * they come and never believed, and only the central directory is followed, so that two lists of
 * one file cannot disagree.
 */
final class ZipPack {
  /** Deflate reaches 1,032; what people write stays far below this. */
  private static final int MAX_RATIO = 100;

  private static final int RATIO_COUNTS_FROM = 64 * 1024;
  private static final int FILE_TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int FOLDER = 0040000;
  private static final int SYMBOLIC_LINK = 0120000;

  private final String name;
  private final SortedMap<String, byte[]> contents = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private long total;

  private ZipPack(String name) {
    this.name = name;
  }

  static PackFiles read(byte[] zip, String name) {
    return new ZipPack(name).read(zip);
  }

  /** The same files give the same bytes. */
  static byte[] write(PackFiles files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.contents().entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(file.getValue());
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  private PackFiles read(byte[] zip) {
    Place whole = Place.file(name);
    if (zip.length > PackFiles.MAX_BYTES) {
      throw new InvalidInputException(PackFiles.tooLarge(whole));
    }
    try (ZipFile archive = open(zip)) {
      List<ZipArchiveEntry> entries = Collections.list(archive.getEntries());
      if (entries.size() > PackFiles.MAX_FILES) {
        throw new InvalidInputException(PackFiles.tooMany(whole));
      }
      for (ZipArchiveEntry entry : entries) {
        if (total <= PackFiles.MAX_BYTES) {
          take(archive, entry);
        }
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
      // the unchecked ones are how the library meets a directory that points outside the file
      problems.add(
          Problem.at(
              whole, "", "zip-damaged", "this is no zip file, or it is damaged", "zip it again"));
    }
    if (total > PackFiles.MAX_BYTES) {
      problems.add(PackFiles.tooLarge(whole));
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return withoutOuterFolder();
  }

  private static ZipFile open(byte[] zip) throws IOException {
    return ZipFile.builder()
        .setSeekableByteChannel(new SeekableInMemoryByteChannel(zip))
        .setIgnoreLocalFileHeader(true)
        .get();
  }

  private void take(ZipFile archive, ZipArchiveEntry entry) throws IOException {
    String path = entry.getName();
    Place place = Place.file(name + "!/" + path);
    String plain = entry.isDirectory() ? path.replaceFirst("/$", "") : path;
    PackPath.Fault fault = PackPath.fault(plain).orElse(null);
    if (fault != null) {
      problems.add(PackFiles.badName(Place.file(name), fault));
      return;
    }
    int type = entry.getUnixMode() & FILE_TYPE;
    if (type != 0 && type != REGULAR && type != FOLDER) {
      problems.add(
          Problem.at(
              place,
              "",
              type == SYMBOLIC_LINK ? "zip-symlink" : "not-a-regular-file",
              type == SYMBOLIC_LINK ? "this is a symbolic link" : "this is no regular file",
              "a pack has regular files only"));
      return;
    }
    if (entry.isDirectory()) {
      return;
    }
    if (contents.containsKey(path)) {
      problems.add(
          Problem.at(
              place,
              "",
              "zip-duplicate",
              "the zip has two files of this name",
              "zip the folder again, into a new file"));
      return;
    }
    if (!isReadable(archive, entry)) {
      problems.add(
          Problem.at(
              place,
              "",
              "zip-unsupported",
              "the file is encrypted or packed in an unusual way",
              "zip it without a password, with deflate"));
      return;
    }
    byte[] bytes;
    try (InputStream in = archive.getInputStream(entry)) {
      bytes = in.readNBytes(PackFiles.MAX_FILE_BYTES + 1);
    }
    total += bytes.length;
    if (bytes.length > RATIO_COUNTS_FROM
        && bytes.length / MAX_RATIO > Math.max(entry.getCompressedSize(), 1)) {
      problems.add(
          Problem.at(
              place,
              "",
              "zip-bomb",
              "it unpacks to more than " + MAX_RATIO + " times its size",
              "no provider description does; leave it out"));
    } else if (bytes.length > PackFiles.MAX_FILE_BYTES) {
      problems.add(PackFiles.fileTooLarge(place));
    }
    contents.put(path, bytes);
  }

  /** Stored or deflated only: the library's other methods want libraries that are not here. */
  private static boolean isReadable(ZipFile archive, ZipArchiveEntry entry) {
    int method = entry.getMethod();
    return (method == ZipArchiveEntry.STORED || method == ZipArchiveEntry.DEFLATED)
        && archive.canReadEntryData(entry);
  }

  /** Zips of a repository put everything into one folder; it is no part of the pack. */
  private PackFiles withoutOuterFolder() {
    Set<String> tops =
        contents.keySet().stream()
            .map(path -> path.substring(0, path.indexOf('/') + 1))
            .collect(Collectors.toSet());
    String outer = tops.size() == 1 ? tops.iterator().next() : "";
    if (!contents.containsKey(outer + PackLoader.MANIFEST)) {
      return new PackFiles(name + "!/", contents);
    }
    SortedMap<String, byte[]> inner = new TreeMap<>();
    contents.forEach((path, bytes) -> inner.put(path.substring(outer.length()), bytes));
    return new PackFiles(name + "!/" + outer, inner);
  }
}
