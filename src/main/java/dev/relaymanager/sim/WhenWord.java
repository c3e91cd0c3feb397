package dev.relaymanager.sim;

import java.util.Optional;
import java.util.stream.Stream;

/** What can be written on a command line for when a fault befalls. */
enum WhenWord {
  NEXT("next=N", "the next N such requests; next=1 where WHEN is left out"),
  EVERY("every=N", "each Nth of them"),
  AT("at=N", "the Nth of them alone"),
  ALWAYS("always", "all of them");

  private final String spelling;
  private final String meaning;

  WhenWord(String spelling, String meaning) {
    this.spelling = spelling;
    this.meaning = meaning;
  }

  static Optional<WhenWord> of(String word) {
    return Stream.of(values()).filter(known -> known.word().equals(word)).findFirst();
  }

  /** The word itself, without the number. */
  String word() {
    return spelling.split("=", 2)[0];
  }

  String spelling() {
    return spelling;
  }

  String meaning() {
    return meaning;
  }
}
