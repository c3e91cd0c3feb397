package dev.relaymanager.git;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a folder of the report branch shall hold, completely: a file below it that is not listed is
 * deleted. Other folders stay as they are.
 *
 * @param folder the folder, without slashes around it; empty for the whole branch
 * @param files full path → bytes; every path lies below the folder
 * @param message of the commit
 * @param at when it is committed
 */
public record Report(String folder, SortedMap<String, byte[]> files, String message, Instant at) {
  public Report {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    if (!folder.isEmpty() && !TreePath.isPlain(folder)) {
      throw new IllegalArgumentException("no folder: " + folder);
    }
    for (String path : files.keySet()) {
      if (!TreePath.isPlain(path) || !isBelow(folder, path) || path.equals(folder)) {
        throw new IllegalArgumentException("not below the folder '" + folder + "': " + path);
      }
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        if (files.containsKey(path.substring(0, slash))) {
          throw new IllegalArgumentException("a file cannot hold " + path);
        }
      }
    }
    if (message.isBlank()) {
      throw new IllegalArgumentException("a commit needs a message");
    }
  }

  public Report(String folder, Map<String, byte[]> files, String message, Instant at) {
    this(folder, new TreeMap<>(files), message, at);
  }

  /** Whether a path is the folder itself or in it. */
  static boolean isBelow(String folder, String path) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }
}
