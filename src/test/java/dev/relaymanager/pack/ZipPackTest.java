package dev.relaymanager.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;

class ZipPackTest {
  private final SortedMap<String, byte[]> good = new PackFixture().sign().files().contents();

  /** A zip that may hold what a friendly program would not write. */
  private static final class Zip {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes);

    Zip() {
      out.setLevel(Deflater.BEST_COMPRESSION);
    }

    Zip add(String name, byte[] content, int unixMode) throws IOException {
      ZipArchiveEntry entry = new ZipArchiveEntry(name);
      if (unixMode != 0) {
        entry.setUnixMode(unixMode);
      }
      out.putArchiveEntry(entry);
      out.write(content);
      out.closeArchiveEntry();
      return this;
    }

    Zip add(String name, byte[] content) throws IOException {
      return add(name, content, 0);
    }

    byte[] bytes() throws IOException {
      out.close();
      return bytes.toByteArray();
    }
  }

  private Zip goodZip(String folder) throws IOException {
    Zip zip = new Zip();
    for (String path : good.keySet()) {
      zip.add(folder + path, good.get(path));
    }
    return zip;
  }

  private static List<Problem> problems(byte[] zip) {
    return assertThrows(InvalidInputException.class, () -> PackLoader.load(zip, "pack.zip"))
        .problems();
  }

  private static List<String> codes(byte[] zip) {
    return problems(zip).stream().map(Problem::code).toList();
  }

  @Test
  void aZipIsTheSamePackAsItsFolder() throws IOException {
    Pack folder = new PackFixture().sign().load();
    assertEquals(folder, PackLoader.load(goodZip("").bytes(), "pack.zip"));
    Zip withFolders = new Zip().add("providers/", new byte[0]);
    for (String path : good.keySet()) {
      withFolders.add(path, good.get(path), 0100644);
    }
    assertEquals(folder, PackLoader.load(withFolders.bytes(), "pack.zip"));
  }

  @Test
  void oneOuterFolderIsNoPartOfThePack() throws IOException {
    Pack folder = new PackFixture().sign().load();
    assertEquals(folder, PackLoader.load(goodZip("repository-main/").bytes(), "pack.zip"));
    byte[] two = goodZip("repository-main/").add("stray", new byte[1]).bytes();
    assertEquals(
        List.of("checksums-missing", "manifest-missing", "no-provider"),
        codes(two).stream().sorted().toList());
  }

  @Test
  void placesNameTheZipAndTheFileInIt() throws IOException {
    byte[] zip = goodZip("a/").add("a/README.md", new byte[1]).bytes();
    assertEquals("pack.zip!/a/README.md", problems(zip).getFirst().place().toString());
  }

  @Test
  void namesThatLeadOutsideAreRefused() throws IOException {
    for (String name : List.of("../evil", "a/../../evil", "providers/..")) {
      assertEquals(
          List.of("path-outside"), codes(goodZip("").add(name, new byte[1]).bytes()), name);
    }
    for (String name : List.of("/etc/passwd", "C:/evil", "//server/share")) {
      assertEquals(
          List.of("absolute-path"), codes(goodZip("").add(name, new byte[1]).bytes()), name);
    }
    for (String name : List.of("a//b", "./a", "a\u0001b", "x".repeat(256))) {
      assertEquals(List.of("bad-path"), codes(goodZip("").add(name, new byte[1]).bytes()), name);
    }
  }

  @Test
  void linksAndDevicesAreRefused() throws IOException {
    byte[] target = PackFixture.utf8("/etc/passwd");
    assertEquals(
        List.of("zip-symlink"), codes(goodZip("").add("link.json", target, 0120777).bytes()));
    assertEquals(
        List.of("not-a-regular-file"),
        codes(goodZip("").add("fifo", new byte[0], 0010644).bytes()));
  }

  @Test
  void twoFilesOfOneNameAreRefused() throws IOException {
    assertEquals(
        List.of("zip-duplicate"), codes(goodZip("").add("pack.json", new byte[1]).bytes()));
  }

  @Test
  void whatUnpacksToManyTimesItsSizeIsRefused() throws IOException {
    assertEquals(
        List.of("zip-bomb"), codes(goodZip("").add("zeros", new byte[1024 * 1024]).bytes()));
  }

  @Test
  void sizesAndCountsAreLimited() throws IOException {
    byte[] noise = new byte[PackFiles.MAX_FILE_BYTES + 1];
    new Random(1).nextBytes(noise);
    assertEquals(List.of("file-too-large"), codes(goodZip("").add("noise", noise).bytes()));
    Zip many = goodZip("");
    for (int i = 0; i < PackFiles.MAX_FILES; i++) {
      many.add("f" + i, new byte[0]);
    }
    assertEquals(List.of("too-many-files"), codes(many.bytes()));
    assertEquals(List.of("pack-too-large"), codes(new byte[PackFiles.MAX_BYTES + 1]));
    Zip large = goodZip("");
    byte[] compressible = new byte[PackFiles.MAX_FILE_BYTES];
    for (int i = 0; i < compressible.length; i++) {
      compressible[i] = i % 40 == 0 ? noise[i] : 0;
    }
    for (int i = 0; i < 6; i++) {
      large.add("f" + i, compressible);
    }
    assertEquals(List.of("pack-too-large"), codes(large.bytes()));
  }

  @Test
  void anEncryptedEntryIsRefused() throws IOException {
    byte[] zip = goodZip("").bytes();
    for (int i = 0; i + 4 < zip.length; i++) {
      boolean local = zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 3 && zip[i + 3] == 4;
      boolean central = zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2;
      if (local || central) {
        zip[i + (local ? 6 : 8)] |= 1;
      }
    }
    assertEquals("zip-unsupported", codes(zip).getFirst());
  }

  @Test
  void whatIsNoZipIsRefused() throws IOException {
    byte[] zip = goodZip("").bytes();
    assertEquals(List.of("zip-damaged"), codes(new byte[0]));
    assertEquals(List.of("zip-damaged"), codes(PackFixture.utf8("hello")));
    assertEquals(List.of("zip-damaged"), codes(Arrays.copyOf(zip, zip.length / 2)));
  }
}
