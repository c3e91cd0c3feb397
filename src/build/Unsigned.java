import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes the signatures out of the libraries in a folder. A signed library (JGit is one) is checked
 * class by class at every start, and is left out of the class-data archive; what was downloaded is
 * checked by Maven.
 */
final class Unsigned {
  private Unsigned() {}

  public static void main(String[] arguments) throws IOException {
    try (DirectoryStream<Path> libraries =
        Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
      for (Path library : libraries) {
        unsign(library);
      }
    }
  }

  private static void unsign(Path library) throws IOException {
    try (FileSystem content = FileSystems.newFileSystem(library)) {
      Path folder = content.getPath("META-INF");
      if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> signatures =
            Files.newDirectoryStream(folder, "*.{SF,RSA,DSA,EC}")) {
          for (Path signature : signatures) {
            Files.delete(signature);
          }
        }
      }
    }
  }
}
