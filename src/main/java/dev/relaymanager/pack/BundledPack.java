package dev.relaymanager.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A pack that the program brings along: its {@code checksums.txt} lists what there is. */
public final class BundledPack {
  private BundledPack() {}

  /**
   * All files of a bundled pack, {@code checksums.txt} included, by path in the pack.
   *
   * @throws NullPointerException when the program brings no such pack, or not all of it
   */
  public static SortedMap<String, byte[]> files(String id) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    byte[] checksums = read(id, ChecksumFile.NAME);
    files.put(ChecksumFile.NAME, checksums);
    for (String path : ChecksumFile.paths(new String(checksums, StandardCharsets.UTF_8))) {
      files.put(path, read(id, path));
    }
    return files;
  }

  /** The same as {@link PackLoader#load(byte[], String)} takes it. */
  public static byte[] zip(String id) {
    return ZipPack.write(new PackFiles(id + "/", files(id)));
  }

  private static byte[] read(String id, String path) {
    String resource = "/dev/relaymanager/packs/" + id + "/" + path;
    try (InputStream in = BundledPack.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
