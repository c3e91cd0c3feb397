package dev.relaymanager.git;

/**
 * A path that differs between two revisions. A file that moved is one deleted and one added.
 *
 * @param path as in {@link dev.relaymanager.model.FileTree}
 */
public record PathChange(Kind kind, String path) {
  public enum Kind {
    ADDED,
    MODIFIED,
    DELETED
  }
}
