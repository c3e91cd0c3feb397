package dev.relaymanager.desired;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are right, and say what they seem to say. */
class ExamplesTest {
  private static final Pattern SCHEMA = Pattern.compile("# yaml-language-server: \\$schema=(\\S+)");

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "two-hosts"})
  void expandsAsItsGoldenSays(String example) throws IOException {
    MemoryTree tree = MemoryTree.ofFolder(Path.of("examples", example));
    Documents documents = DocumentLoader.load(tree);

    DesiredState state =
        Expander.expand(
            "example",
            documents,
            PackShelf.load(tree, documents, MemoryTree.NO_OTHER_PACKS),
            new NumberedKeyRing().with("pool", example.equals("minimal") ? 1 : 3));

    Path golden = Path.of("src/test/resources/desired", example + ".txt");
    if (Boolean.getBoolean("goldens.write")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, StateText.of(state));
    }
    assertEquals(Files.readString(golden), StateText.of(state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "two-hosts"})
  void everyDocumentNamesTheSchemaOfItsKind(String example) throws IOException {
    Path root = Path.of("examples", example);
    for (FileTree.Entry file : DocumentFiles.of(MemoryTree.ofFolder(root))) {
      Path path = root.resolve(file.path());
      String text = Files.readString(path);
      Matcher line = SCHEMA.matcher(text);
      assertTrue(line.lookingAt(), path + " does not begin with its schema");
      Path schema = path.getParent().resolve(line.group(1)).normalize();
      String kind = text.replaceAll("(?s).*?\\nkind: (\\w+)\\n.*", "$1");
      assertEquals(
          Path.of(Kind.ofWord(kind).orElseThrow().schemaResource()).getFileName(),
          schema.getFileName());
      assertTrue(Files.isRegularFile(schema), schema + " is missing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "two-hosts"})
  void carriesThePackAsItIs(String example) {
    Path original = Path.of("packs/openai-cn-pack");
    Path copy = Path.of("examples", example, "packs/openai-cn-pack");
    List<Path> files = files(original);
    assertEquals(files, files(copy), "copy packs/openai-cn-pack there again");
    for (Path file : files) {
      assertArrayEquals(bytes(original.resolve(file)), bytes(copy.resolve(file)), file.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "two-hosts"})
  void holdsNoPlainKey(String example) {
    for (Path file : files(Path.of("examples", example))) {
      String text =
          new String(bytes(Path.of("examples", example).resolve(file)), StandardCharsets.UTF_8);
      assertEquals(
          file.toString().endsWith(".age"),
          text.startsWith("-----BEGIN AGE ENCRYPTED FILE-----"),
          file.toString());
      assertEquals(-1, text.indexOf("sk-"), file.toString());
    }
  }

  private static List<Path> files(Path root) {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(Files::isRegularFile).map(root::relativize).sorted().toList();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
