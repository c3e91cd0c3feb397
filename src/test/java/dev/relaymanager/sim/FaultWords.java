package dev.relaymanager.sim;

import java.util.List;
import java.util.stream.Stream;

/** The words for faults on a command line, for tests elsewhere that have to leave none out. */
public final class FaultWords {
  private FaultWords() {}

  public static List<String> all() {
    return Stream.of(FaultWord.values()).map(FaultWord::word).toList();
  }
}
