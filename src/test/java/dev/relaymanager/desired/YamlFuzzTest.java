package dev.relaymanager.desired;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.relaymanager.fuzz.TypedEnd;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.pack.RemotePacks;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;

/** Whatever stands in a file of documents, it becomes a desired state or problems. */
@Timeout(30)
class YamlFuzzTest {
  private static final MemoryTree PACK = MemoryTree.ofFolder(Path.of("packs/openai-cn-pack"));

  private static final RemotePacks UNREACHABLE =
      (source, digest) -> {
        throw new EnvironmentException("nothing is fetched here");
      };

  @FuzzTest
  void documents(byte[] input) {
    MemoryTree tree =
        new MemoryTree()
            .with("keys/prod-admin.age", "age")
            .with("keys/team-a.age", "age")
            .with("all.yaml", input);
    PACK.files()
        .forEach(
            file ->
                tree.with(
                    "packs/openai-cn-pack/" + file.path(),
                    PACK.read(file.path(), 1 << 20).orElseThrow()));
    TypedEnd.hidingKey(
        () -> {
          Documents documents = DocumentLoader.load(tree);
          Expander.expand(
              tree.name(),
              documents,
              PackShelf.load(tree, documents, UNREACHABLE),
              new NumberedKeyRing());
        });
  }
}
