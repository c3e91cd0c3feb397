package dev.relaymanager.cli;

import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecondGrantTest {
  @TempDir private Path folder;

  /** Its name comes first: the user's standing subscription must not hide the one to be made. */
  @Test
  void aUserOfOneImportCanBeGivenAnother() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("apply --yes").exits(0);
      scene.write(
          "imports/another.yaml",
          scene
              .read(Scene.IMPORT)
              .replace("metadata: {name: deepseek}", "metadata: {name: another}")
              .replace("keys/deepseek-team-a.age", "keys/another-team-a.age")
              .replaceFirst(" *- \\{id: team-b.*\\n", "")
              .replace("onDrift:", "names: {plan: Another}\n  onDrift:"));
      scene.write(
          "grants/another.yaml",
          scene
              .read(Scene.GRANT)
              .replace("metadata: {name: research}", "metadata: {name: another}")
              .replace("import: deepseek", "import: another"));
      scene.seal(
          "keys/another-team-a.age",
          "sk-good-invented-another-a-c4fe",
          SealPurpose.providerKey(
              "another",
              "team-a",
              Origin.of(scene.host.url()),
              Origin.of("https://api.deepseek.com")),
          scene.identity);
      scene.commit("Another import for the same user");
      scene.run("apply --yes").exits(0).says("5 to add");
    }
  }
}
