package dev.relaymanager.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.desired.DocumentLoader;
import dev.relaymanager.desired.Documents;
import dev.relaymanager.git.FolderTree;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.seal.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered in the state folder helps where it is whole and ours, and never hurts. */
class RememberedTest {
  @TempDir Path state;
  @TempDir Path folder;

  private final Identity identity = Identity.generate();
  private FileTree tree;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("host.yaml"),
        """
        apiVersion: relay-manager/v1
        kind: Host
        metadata: {name: prod}
        spec:
          baseUrl: https://sub2api.example.com
          auth: {adminKey: {env: ADMIN_KEY}}
        """);
    tree = FolderTree.of(folder);
  }

  @Test
  void theNextRunKnowsWhatOneLearntAndWritesNothing() throws IOException {
    Documents first = load(Remembered.open(state, identity.fingerprinter()));
    byte[] written = Files.readAllBytes(file());

    Remembered again = Remembered.open(state, identity.fingerprinter());
    assertEquals(first, load(again));
    assertFalse(again.files().hasLearnt());
    assertTrue(Arrays.equals(written, Files.readAllBytes(file())));
  }

  @Test
  void aDamagedFileCountsForNothingAndIsReplaced() throws IOException {
    Documents first = load(Remembered.open(state, identity.fingerprinter()));
    byte[] whole = Files.readAllBytes(file());
    for (int at = 0; at < whole.length; at += 11) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file(), damaged);
      Remembered again = Remembered.open(state, identity.fingerprinter());
      assertEquals(first, load(again), "damaged at " + at);
      assertTrue(again.files().hasLearnt(), "damaged at " + at);
    }
    assertTrue(Arrays.equals(whole, Files.readAllBytes(file())));
  }

  @Test
  void whatAnotherIdentityLeftCountsForNothing() {
    load(Remembered.open(state, Identity.generate().fingerprinter()));
    Remembered ours = Remembered.open(state, identity.fingerprinter());
    load(ours);
    assertTrue(ours.files().hasLearnt());
  }

  @Test
  void whereNothingCanBeWrittenNothingIsMissed() throws IOException {
    Files.writeString(state.resolve("cache"), "in the way");
    load(Remembered.open(state, identity.fingerprinter()));
    assertEquals("in the way", Files.readString(state.resolve("cache")));
  }

  private Path file() {
    return state.resolve("cache/documents");
  }

  private Documents load(Remembered remembered) {
    remembered.begin();
    Documents documents = DocumentLoader.load(tree, remembered.files());
    remembered.save();
    return documents;
  }
}
