package dev.relaymanager.simulation;

import java.util.ArrayList;
import java.util.List;

/** What a seed did, step by step, for people. Written by one thread at a time. */
final class Trace {
  private final List<String> lines = new ArrayList<>();

  void event(String what) {
    lines.add("* " + what);
  }

  void detail(String what) {
    what.lines().forEach(line -> lines.add("    " + line));
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
