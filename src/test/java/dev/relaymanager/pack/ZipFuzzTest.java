package dev.relaymanager.pack;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.relaymanager.fuzz.TypedEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Timeout;

/** Whatever a zip is made of, it becomes a pack or problems. */
@Timeout(30)
class ZipFuzzTest {
  /** Begins an entry of {@link #entries}: {@code ### MODE PATH}, with the Unix mode in octal. */
  private static final String ENTRY = "### ";

  private static final int MODES = 0177777;

  /** An entry as the input tells it. */
  private record Part(int mode, String path, byte[] content) {}

  @FuzzTest
  void zip(byte[] input) {
    TypedEnd.of(() -> PackLoader.load(input, "pack.zip"));
  }

  /** A zip that is sound as such, with right checksums, and any entries. */
  @FuzzTest
  void entries(byte[] input) throws IOException {
    byte[] zip = zipped(parts(new String(input, StandardCharsets.ISO_8859_1)));
    TypedEnd.of(() -> PackLoader.load(zip, "pack.zip"));
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    SortedMap<String, byte[]> contents = new TreeMap<>();
    for (String entry : ("\n" + text).split("\n" + ENTRY, -1)) {
      int line = entry.indexOf('\n');
      String head = line < 0 ? entry : entry.substring(0, line);
      int blank = head.indexOf(' ');
      if (blank < 0 || head.length() > 0xFFFF) {
        continue;
      }
      byte[] content = entry.substring(line + 1).getBytes(StandardCharsets.ISO_8859_1);
      String path = head.substring(blank + 1);
      parts.add(new Part(mode(head.substring(0, blank)), path, content));
      contents.putIfAbsent(path, content);
    }
    if (!contents.containsKey(ChecksumFile.NAME)) {
      byte[] right = ChecksumFile.write(contents).getBytes(StandardCharsets.UTF_8);
      parts.add(new Part(0100644, ChecksumFile.NAME, right));
    }
    return parts;
  }

  private static int mode(String octal) {
    return octal.matches("[0-7]{1,6}") ? Integer.parseInt(octal, 8) & MODES : 0100644;
  }

  private static byte[] zipped(List<Part> parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.DEFLATED);
      for (Part part : parts) {
        ZipArchiveEntry entry = new ZipArchiveEntry(part.path());
        entry.setUnixMode(part.mode());
        out.putArchiveEntry(entry);
        out.write(part.content());
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
