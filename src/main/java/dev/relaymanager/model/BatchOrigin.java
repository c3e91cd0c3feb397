package dev.relaymanager.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who wanted a batch, as it is put on record: {@code git:<commit>}, {@code folder:<path>}, or
 * {@code api:<version>}, behind it {@code @<commit>} where a repository is followed as well.
 */
public final class BatchOrigin {
  private static final String COMMIT = "git:";
  private static final String API = "api:";
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

  /**
   * A batch that carries out what came over the API.
   *
   * @param version of what was declared over it
   * @param commitId what the repository was at; null where none is followed
   */
  public static String ofApi(long version, @Nullable String commitId) {
    return API + version + (commitId == null ? "" : "@" + commitId);
  }

  /**
   * What came over the API.
   *
   * @param version of what was declared over it
   * @param commitId what the repository was at; null where none was followed
   */
  public record Api(long version, @Nullable String commitId) {}

  /** What came over the API; empty when it did not. */
  public static Optional<Api> api(String origin) {
    if (!origin.startsWith(API)) {
      return Optional.empty();
    }
    String[] parts = origin.substring(API.length()).split("@", 2);
    return Optional.of(new Api(Long.parseLong(parts[0]), parts.length == 1 ? null : parts[1]));
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
        .or(() -> api(origin).map(api -> API + api.version()))
        .orElse(origin);
  }
}
