package dev.relaymanager.desired;

import static dev.relaymanager.desired.Samples.pack;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.pack.ChecksumFile;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackLoader;
import dev.relaymanager.pack.PackSource;
import dev.relaymanager.pack.RemotePacks;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PackShelfTest {
  private static final MemoryTree FOLDER = MemoryTree.ofFolder(Path.of("packs/openai-cn-pack"));
  private static final Pack PACK = PackLoader.load(FOLDER, "");
  private static final Map<String, Pack> PACKS = Map.of("openai-cn-pack", PACK);
  private static final String OTHER = "sha256:" + "0".repeat(64);

  private static Map<String, Pack> load(MemoryTree tree, RemotePacks remote) {
    return PackShelf.load(tree, DocumentLoader.load(tree), remote);
  }

  private static Map<String, Pack> load(MemoryTree tree) {
    return load(tree, MemoryTree.NO_OTHER_PACKS);
  }

  private static String problems(MemoryTree tree, RemotePacks remote) {
    return assertThrows(InvalidInputException.class, () -> load(tree, remote)).problems().stream()
        .map(problem -> problem.code() + " " + problem)
        .collect(Collectors.joining("\n"));
  }

  /** The sample documents with the shipped pack as a zip, described as the text says. */
  private static MemoryTree zipped(String version) {
    return pack("source: packs/openai-cn-pack, version: 1.0.0", "source: packs/p.zip, " + version)
        .with("packs/p.zip", PackLoader.zip(FOLDER, ""));
  }

  @Test
  void aPackIsLoadedFromItsFolderOrRefusedWithItsPlaces() {
    String refusal = problems(Samples.tree(), MemoryTree.NO_OTHER_PACKS);
    assertTrue(refusal.contains("packs/openai-cn-pack/pack.json"), refusal);

    assertEquals(PACKS, load(MemoryTree.ofFolder(Path.of("examples/minimal"))));
  }

  @Test
  void aZippedPackIsTheSamePack() {
    assertEquals(PACKS, load(zipped("version: 1.0.0")));
  }

  @Test
  void aPackHasTheVersionThatItsDocumentSays() {
    assertEquals(
        """
        pack-version-differs pack.yaml:4:38: spec.version: the pack in packs/p.zip has version 1.0.0 (write that version, or put the other pack there)""",
        problems(zipped("version: 1.0.1"), MemoryTree.NO_OTHER_PACKS));
  }

  @Test
  void aPackHasTheDigestThatItsDocumentSays() {
    assertEquals(
        "pack-digest-differs pack.yaml:4:53: spec.digest: the pack in packs/p.zip has the digest "
            + PACK.digest()
            + " (look at what changed in the pack, then write its digest)",
        problems(zipped("version: 1.0.0, digest: " + OTHER), MemoryTree.NO_OTHER_PACKS));
  }

  @Test
  void aPackFromElsewhereIsAskedForByItsDigestAndHeldToIt() {
    String url = "https://packs.example.com/p.zip";
    List<String> asked = new ArrayList<>();
    RemotePacks remote =
        (source, digest) -> {
          asked.add(source + " " + digest);
          assertEquals(new PackSource.Web(URI.create(url)), source);
          return PACK;
        };
    String pinned = "source: " + url + ", version: 1.0.0, digest: ";
    String document = "source: packs/openai-cn-pack, version: 1.0.0";

    assertEquals(PACKS, load(pack(document, pinned + PACK.digest()), remote));
    assertEquals(
        "pack-digest-differs pack.yaml:4:73: spec.digest: the pack in "
            + url
            + " has the digest "
            + PACK.digest()
            + " (look at what changed in the pack, then write its digest)",
        problems(pack(document, pinned + OTHER), remote));
    assertEquals(List.of(url + " " + PACK.digest(), url + " " + OTHER), asked);
  }

  @Test
  void twoVersionsStandSideBySideUnderTwoNames() {
    Map<String, byte[]> files = new TreeMap<>();
    FOLDER.files().forEach(file -> files.put(file.path(), bytes(file.path())));
    String manifest = new String(bytes("pack.json"), StandardCharsets.UTF_8);
    files.put("pack.json", utf8(manifest.replace("\"1.0.0\"", "\"1.1.0\"")));
    files.put(ChecksumFile.NAME, utf8(ChecksumFile.write(files)));
    MemoryTree tree =
        zipped("version: 1.0.0")
            .with(
                "next.yaml",
                Samples.PACK
                    .replace("name: openai-cn-pack", "name: next")
                    .replace("packs/openai-cn-pack", "packs/next")
                    .replace("1.0.0", "1.1.0"))
            .with(
                "other.yaml",
                Samples.IMPORT
                    .replace("name: deepseek", "name: trial")
                    .replace("pack: openai-cn-pack", "pack: next")
                    .replace("sealed: keys/team-a.age", "env: OTHER"));
    files.forEach((path, bytes) -> tree.with("packs/next/" + path, bytes));

    Documents documents = DocumentLoader.load(tree);
    DesiredState state = Expander.expand("both", documents, load(tree), new NumberedKeyRing());

    assertEquals(
        List.of("deepseek openai-cn-pack 1.0.0", "trial openai-cn-pack 1.1.0"),
        state.imports().stream()
            .map(wish -> wish.name() + " " + wish.packId() + " " + wish.packVersion())
            .toList());
  }

  @Test
  void oneVersionWithTwoContentsIsRefused() {
    Map<String, byte[]> files = new TreeMap<>();
    FOLDER.files().forEach(file -> files.put(file.path(), bytes(file.path())));
    files.put("NOTES.md", utf8("ours"));
    files.put(ChecksumFile.NAME, utf8(ChecksumFile.write(files)));
    MemoryTree tree =
        zipped("version: 1.0.0")
            .with(
                "next.yaml",
                Samples.PACK
                    .replace("name: openai-cn-pack", "name: next")
                    .replace("packs/openai-cn-pack", "packs/next"));
    files.forEach((path, bytes) -> tree.with("packs/next/" + path, bytes));

    assertEquals(
        """
        pack-clash pack.yaml:4:38: spec.version: openai-cn-pack 1.0.0 is also the pack of the document next, with other contents (give the changed pack a version of its own)""",
        problems(tree, MemoryTree.NO_OTHER_PACKS));
  }

  private static byte[] bytes(String path) {
    return FOLDER.read(path, Integer.MAX_VALUE).orElseThrow();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
