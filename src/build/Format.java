import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks ({@code check}) or repairs ({@code fix}) the format of every Java file below a directory.
 * The build runs it as a single-file program, so that it uses the JDK that compiles the project.
 */
public final class Format {
  public static void main(String[] arguments) throws IOException, FormatterException {
    boolean fix = arguments[0].equals("fix");
    List<Path> files;
    try (Stream<Path> tree = Files.walk(Path.of(arguments[1]))) {
      files = tree.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
    Formatter formatter = new Formatter();
    List<Path> different = new ArrayList<>();
    for (Path file : files) {
      String before = Files.readString(file);
      String after;
      try {
        String ordered =
            ImportOrderer.reorderImports(
                RemoveUnusedImports.removeUnusedImports(before), JavaFormatterOptions.Style.GOOGLE);
        after = formatter.formatSource(ordered);
      } catch (FormatterException unparsable) {
        throw new FormatterException(file + ": " + unparsable.getMessage());
      }
      if (!after.equals(before)) {
        different.add(file);
        if (fix) {
          Files.writeString(file, after);
        }
      }
    }
    different.forEach(
        file -> System.err.println((fix ? "formatted " : "badly formatted: ") + file));
    if (!fix && !different.isEmpty()) {
      System.err.println("Run './mvnw -q initialize -Dformat' and commit the result.");
      System.exit(1);
    }
  }
}
