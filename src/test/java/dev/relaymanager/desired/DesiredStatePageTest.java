package dev.relaymanager.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relaymanager.git.FolderTree;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.pack.BundledPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/desired-state.md, taken together, are a valid repository. */
@NullMarked
class DesiredStatePageTest {
  private static final Pattern YAML =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path folder = Path.of("");

  @Test
  void theExamplesAreValid() throws IOException {
    List<String> examples =
        YAML.matcher(Files.readString(Path.of("docs/desired-state.md")))
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    write("all.yaml", String.join("---\n", examples));
    for (Map.Entry<String, byte[]> file : BundledPack.files("openai-cn-pack").entrySet()) {
      Path target = folder.resolve("packs/openai-cn-pack").resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
    for (String named : List.of("prod-admin", "deepseek-team-a", "deepseek-pool", "alice-probe")) {
      write("keys/" + named + ".age", "only its being there is looked at here");
    }
    write("certs/prod.pem", "only its being there is looked at here");
    FileTree tree = FolderTree.of(folder);
    Documents documents = DocumentLoader.load(tree);
    assertEquals(5, examples.size());
    assertEquals(1, documents.hosts().size());
    assertEquals(1, documents.imports().size());
    assertEquals(1, documents.grants().size());
    assertEquals(1, PackShelf.load(tree, documents, MemoryTree.NO_OTHER_PACKS).size());
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
