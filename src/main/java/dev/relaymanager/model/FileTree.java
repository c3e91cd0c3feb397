package dev.relaymanager.model;

import java.util.List;
import java.util.Optional;

/**
 * Regular files below one root, read without ever being checked out: a Git revision's tree or a
 * plain folder. Paths use {@code /}, are relative and never contain {@code ..}.
 */
public interface FileTree {
  /**
   * One regular file.
   *
   * @param path inside the tree
   * @param blobId content address (Git's blob id): equal ids mean equal bytes
   * @param size in bytes
   */
  record Entry(String path, String blobId, long size) {}

  /** All regular files, by path. Symbolic links and submodules are left out: {@link #strangers}. */
  List<Entry> files();

  /** Paths of what is in the tree but is no regular file (symbolic links, submodules). */
  List<String> strangers();

  /**
   * The bytes of a file.
   *
   * @param maxBytes a file larger than this is refused
   * @return empty when the tree has no such regular file
   * @throws EnvironmentException when it cannot be read or is larger than {@code maxBytes}
   */
  Optional<byte[]> read(String path, int maxBytes);

  /**
   * Whether a document in a file counts only as long as no other file declares one of the same kind
   * and name.
   */
  default boolean givesWay(String path) {
    return false;
  }

  /** What a person calls this tree: {@code main@1a2b3c4} or a folder's path. */
  String name();
}
