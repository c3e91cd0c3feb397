package dev.relaymanager.seal;

/** Where a document says that a secret comes from. Holds no secret itself. */
public sealed interface SecretSource {

  /**
   * An age file in the repository: {@code sealed: keys/x.age}.
   *
   * @param path inside the file tree
   * @param allowUnbound whether a file that does not say what it is for is taken ({@code unbound:
   *     true})
   */
  record SealedFile(String path, boolean allowUnbound) implements SecretSource {
    @Override
    public String toString() {
      return "sealed file " + path;
    }
  }

  /**
   * Armored age text in the document itself.
   *
   * @param text the whole armor
   * @param allowUnbound as for a file
   */
  record SealedInline(String text, boolean allowUnbound) implements SecretSource {
    @Override
    public String toString() {
      return "sealed text";
    }
  }

  /** An environment variable of the manager's process: {@code env: NAME}. */
  record Env(String name) implements SecretSource {
    @Override
    public String toString() {
      return "environment variable " + name;
    }
  }

  /**
   * A file beside the manager, outside the repository: {@code file: /run/secrets/x}.
   *
   * @param path absolute
   */
  record MountedFile(String path) implements SecretSource {
    @Override
    public String toString() {
      return "file " + path;
    }
  }
}
