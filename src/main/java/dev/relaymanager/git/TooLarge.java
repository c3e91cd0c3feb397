package dev.relaymanager.git;

import dev.relaymanager.model.EnvironmentException;

/** Says that a file is larger than whoever asked for it wants to hold in memory. */
final class TooLarge {
  private TooLarge() {}

  static EnvironmentException file(String path, String tree, long size, int maxBytes) {
    return new EnvironmentException(
        path + " in " + tree + " has " + size + " bytes; at most " + maxBytes + " are read");
  }
}
