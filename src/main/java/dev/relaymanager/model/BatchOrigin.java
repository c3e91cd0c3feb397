package dev.relaymanager.model;

import java.util.Optional;

/** Who wanted a batch, as it is put on record: {@code git:<commit>}, or {@code folder:<path>}. */
public final class BatchOrigin {
  private static final String COMMIT = "git:";
  private static final int SHORT = 7;

  private BatchOrigin() {}

  /** A batch that carries a commit out. */
  public static String ofCommit(String commitId) {
    return COMMIT + commitId;
  }

  /** A batch that carries a plain folder out. */
  public static String ofFolder(String name) {
    return "folder:" + name;
  }

  /** The commit's full id; empty when it was none. */
  public static Optional<String> commit(String origin) {
    return origin.startsWith(COMMIT)
        ? Optional.of(origin.substring(COMMIT.length()))
        : Optional.empty();
  }

  /** For people: a commit by its first digits, as Git shows it. */
  public static String shortened(String origin) {
    return commit(origin)
        .filter(commit -> commit.length() > SHORT)
        .map(commit -> ofCommit(commit.substring(0, SHORT)))
        .orElse(origin);
  }
}
