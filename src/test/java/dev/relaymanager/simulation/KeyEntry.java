package dev.relaymanager.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * One entry of {@code spec.keys}.
 *
 * @param keys what its sealed file holds, one a line
 */
record KeyEntry(String id, List<String> keys) {
  /** What a key begins with that the vendor refuses. */
  static final String DEAD = "sk-bad";

  KeyEntry {
    keys = List.copyOf(keys);
  }

  static boolean isDead(String key) {
    return key.startsWith(DEAD);
  }

  KeyEntry with(String key) {
    List<String> more = new ArrayList<>(keys);
    more.add(key);
    return new KeyEntry(id, more);
  }
}
