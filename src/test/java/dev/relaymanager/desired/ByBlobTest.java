package dev.relaymanager.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.seal.SecretOpener;
import dev.relaymanager.seal.SecretSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is known of a file by its blob id serves as well as the file. */
class ByBlobTest {
  private static final SealPurpose USE =
      SealPurpose.providerKey("deepseek", "team-a", Origin.of("https://sub2api.example.com"));

  /** Counts as asked for what is read of another tree. */
  private record ReadTree(FileTree tree, Set<String> read) implements FileTree {
    static ReadTree of(FileTree tree) {
      return new ReadTree(tree, new TreeSet<>());
    }

    @Override
    public List<Entry> files() {
      return tree.files();
    }

    @Override
    public List<String> strangers() {
      return tree.strangers();
    }

    @Override
    public Optional<byte[]> read(String path, int maxBytes) {
      read.add(path);
      return tree.read(path, maxBytes);
    }

    @Override
    public String name() {
      return tree.name();
    }
  }

  @Test
  void aKnownFileIsNotReadAgainAndMeansTheSame() throws IOException {
    MemoryTree tree =
        Samples.imp(
                "access: [subscription]", "access: [subscription]\n  plan: {price: 9.90, days: 30}")
            .with(
                "all.yaml",
                """
                # the other shapes that values can have
                apiVersion: relay-manager/v1
                kind: Policy
                metadata: {name: default}
                spec: {maxDeletes: {count: 3}, allowEmpty: true}
                ---
                """);
    ParsedFiles known = ParsedFiles.none();
    Documents first = DocumentLoader.load(tree, known);
    assertTrue(known.hasLearnt());

    ReadTree again = ReadTree.of(tree);
    ParsedFiles restored = ParsedFiles.of(known.saved());
    restored.begin();
    assertEquals(first, DocumentLoader.load(again, restored));
    assertEquals(Set.of(), again.read());
    assertFalse(restored.hasLearnt());
  }

  @Test
  void aFileThatChangedIsReadAnewAndAnOldOneForgotten() throws IOException {
    ParsedFiles known = ParsedFiles.none();
    DocumentLoader.load(Samples.tree(), known);
    ParsedFiles restored = ParsedFiles.of(known.saved());
    restored.begin();
    ReadTree changed = ReadTree.of(Samples.grant("days: 30", "days: 31"));
    assertEquals(
        new GrantDocument.Term.Days(31),
        DocumentLoader.load(changed, restored).grants().getFirst().term());
    assertEquals(Set.of("grant.yaml"), changed.read());

    ParsedFiles later = ParsedFiles.of(restored.saved());
    ReadTree first = ReadTree.of(Samples.tree());
    DocumentLoader.load(first, later);
    assertEquals(Set.of("grant.yaml"), first.read());
  }

  @Test
  void aFaultyFileIsNeverKept() {
    ParsedFiles known = ParsedFiles.none();
    MemoryTree faulty = Samples.host("{sealed: keys/prod-admin.age}", "sk-written-here-in-clear");
    assertThrows(InvalidInputException.class, () -> DocumentLoader.load(faulty, known));
    assertFalse(
        new String(known.saved(), StandardCharsets.UTF_8).contains("sk-written-here-in-clear"));
    assertThrows(InvalidInputException.class, () -> DocumentLoader.load(faulty, known));
  }

  @Test
  void whatWasCutShortOrGoesOnIsRefused() throws IOException {
    ParsedFiles known = ParsedFiles.none();
    DocumentLoader.load(Samples.tree(), known);
    byte[] saved = known.saved();
    for (int length = 0; length < saved.length; length += 7) {
      byte[] cut = Arrays.copyOf(saved, length);
      assertThrows(IOException.class, () -> ParsedFiles.of(cut), () -> "of " + cut.length);
    }
    assertThrows(IOException.class, () -> ParsedFiles.of(Arrays.copyOf(saved, saved.length + 1)));
  }

  @Test
  void namesOfKeysAreKeptAndTheirUseIsCheckedAllTheSame() throws IOException {
    Identity identity = Identity.generate();
    MemoryTree tree =
        new MemoryTree()
            .with(
                "keys/a.age",
                Sealer.seal(
                    List.of(Secret.of("sk-invented-one-0001"), Secret.of("sk-invented-two-0002")),
                    USE,
                    identity.recipients()));
    SecretSource source = new SecretSource.SealedFile("keys/a.age", false);
    KeyNames names = KeyNames.none();
    KeyRing.Ring first =
        ring(identity, tree, names).name(source, USE, Place.file("import.yaml"), "spec.keys[0]");
    byte[] saved = names.saved();
    assertFalse(new String(saved, StandardCharsets.ISO_8859_1).contains("invented"));

    ReadTree again = ReadTree.of(tree);
    KeyNames restored = KeyNames.of(saved);
    SealedKeyRing knowing = ring(identity, again, restored);
    assertEquals(first, knowing.name(source, USE, Place.file("import.yaml"), "spec.keys[0]"));
    SealPurpose elsewhere =
        SealPurpose.providerKey("deepseek", "team-a", Origin.of("https://other.example.com"));
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () -> knowing.name(source, elsewhere, Place.file("import.yaml"), "spec.keys[0]"));
    assertEquals("sealed-for-other-use", refused.problems().getFirst().code());
    assertEquals(Set.of(), again.read());
  }

  private static SealedKeyRing ring(Identity identity, FileTree tree, KeyNames names) {
    return new SealedKeyRing(
        new SecretOpener(tree, identity, Map.of()), identity.fingerprinter(), tree, names);
  }
}
