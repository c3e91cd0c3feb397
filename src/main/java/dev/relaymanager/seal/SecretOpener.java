package dev.relaymanager.seal;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a document says about a secret into the secret.
 *
 * <p>Safe for use by several threads as far as its file tree is.
 */
public final class SecretOpener {
  private static final int MAX_PLAIN_BYTES = 8 * 1024 * 1024;

  private final FileTree tree;
  private final @Nullable Identity identity;
  private final Map<String, String> environment;

  /**
   * An opener for the documents of one revision.
   *
   * @param tree what sealed files are read from
   * @param identity what opens them; null when none was given
   * @param environment the variables that documents may name: {@link System#getenv()}
   */
  public SecretOpener(FileTree tree, @Nullable Identity identity, Map<String, String> environment) {
    this.tree = tree;
    this.identity = identity;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Opens one source.
   *
   * @param use what the keys are going to be used for
   * @param declared where the document names the source; null when no document does
   * @param path inside that document, such as {@code spec.keys[0]}; empty without one
   * @throws InvalidInputException when the source is missing, cannot be opened, is meant for
   *     something else, or holds no key
   * @throws EnvironmentException when the file tree or a file's mode cannot be read
   */
  public OpenedKeys open(
      SecretSource source, SealPurpose use, @Nullable Place declared, String path) {
    return switch (source) {
      case SecretSource.SealedFile file ->
          unseal(file, declared, path).forUse(use, file.allowUnbound());
      case SecretSource.SealedInline inline -> {
        byte[] sealed = inline.text().getBytes(StandardCharsets.UTF_8);
        Place place = declared == null ? Place.file("sealed text") : declared;
        yield opener(source, declared, path).open(sealed, place, use, inline.allowUnbound());
      }
      case SecretSource.Env variable -> environment(variable, declared, path);
      case SecretSource.MountedFile file -> mounted(file, declared, path);
    };
  }

  /**
   * Opens a sealed file without asking yet what it is for; else as {@link #open}.
   *
   * @throws InvalidInputException when it is missing, cannot be opened or holds no key
   */
  public Unsealed unseal(SecretSource.SealedFile file, @Nullable Place declared, String path) {
    Opener opener = opener(file, declared, path);
    byte[] sealed =
        tree.read(file.path(), Opener.MAX_SEALED_BYTES)
            .orElseThrow(() -> missing(file.path(), declared, path));
    return opener.open(sealed, Place.file(file.path()));
  }

  private Opener opener(SecretSource source, @Nullable Place declared, String path) {
    if (identity == null) {
      throw problem(
          declared,
          path,
          "no-identity",
          "no identity given to open the " + source,
          "give the identity file with --identity or RELAY_IDENTITY");
    }
    return new Opener(identity);
  }

  private InvalidInputException missing(String file, @Nullable Place declared, String path) {
    return problem(
        declared,
        path,
        "sealed-file-missing",
        "there is no file " + file + " in " + tree.name(),
        "commit the sealed file there, or mend the path (from the top of the repository)");
  }

  private OpenedKeys environment(SecretSource.Env variable, @Nullable Place declared, String path) {
    String value = environment.get(variable.name());
    if (value == null) {
      throw problem(
          declared,
          path,
          "env-not-set",
          "the environment variable " + variable.name() + " is not set",
          "set it where relayctl runs");
    }
    return KeyLines.parse(
        value.getBytes(StandardCharsets.UTF_8), Place.file("$" + variable.name()));
  }

  private static OpenedKeys mounted(
      SecretSource.MountedFile source, @Nullable Place declared, String path) {
    Path file;
    try {
      file = Path.of(source.path());
    } catch (InvalidPathException notAPath) {
      throw notMounted(declared, path, "no path: " + notAPath.getReason());
    }
    if (!file.isAbsolute()) {
      throw notMounted(declared, path, "not an absolute path: " + source.path());
    }
    if (!Files.isRegularFile(file)) {
      throw notMounted(declared, path, "there is no regular file " + source.path());
    }
    byte[] bytes = bytes(file, declared, path);
    try {
      return KeyLines.parse(bytes, Place.file(source.path())).warned(ifOthersMayRead(file));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static byte[] bytes(Path file, @Nullable Place declared, String path) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_PLAIN_BYTES + 1);
    } catch (IOException fault) {
      throw problem(
          declared,
          path,
          "mounted-file-unreadable",
          "cannot read " + file + " (" + fault.getClass().getSimpleName() + ")",
          "let the user that relayctl runs as read it");
    }
    if (bytes.length > MAX_PLAIN_BYTES) {
      throw problem(
          declared,
          path,
          "mounted-file-too-large",
          file + " is larger than " + MAX_PLAIN_BYTES + " bytes",
          "a key file has a key a line");
    }
    return bytes;
  }

  private static List<Problem> ifOthersMayRead(Path file) {
    Set<PosixFilePermission> permissions;
    try {
      permissions = Files.getPosixFilePermissions(file);
    } catch (UnsupportedOperationException noSuchPermissions) {
      return List.of();
    } catch (IOException fault) {
      throw new EnvironmentException(
          "cannot read the mode of " + file + " (" + fault.getClass().getSimpleName() + ")", fault);
    }
    return permissions.contains(PosixFilePermission.OTHERS_READ)
        ? List.of(
            Problem.at(
                Place.file(file.toString()),
                "",
                "mounted-file-readable-by-all",
                "every user of this machine can read it",
                "chmod o-r " + file))
        : List.of();
  }

  private static InvalidInputException notMounted(
      @Nullable Place declared, String path, String message) {
    return problem(
        declared,
        path,
        "mounted-file-missing",
        message,
        "give the absolute path of a file that is there where relayctl runs");
  }

  private static InvalidInputException problem(
      @Nullable Place declared, String path, String code, String message, String fix) {
    return new InvalidInputException(new Problem(code, declared, path, message, fix));
  }
}
