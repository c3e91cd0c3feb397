package dev.relaymanager.sim;

import java.util.Optional;
import java.util.stream.Stream;

/** What can be written for a fault on a command line, and what each does. */
enum FaultWord {
  DELAY("delay=TIME", "waits, then works and answers; a TIME is 200ms, 3s or 2m"),
  DELAY_DURING(
      "delay-during=TIME", "waits while it holds the request's Idempotency-Key, then works"),
  DELAY_AFTER("delay-after=TIME", "works, then waits with the answer"),
  STATUS("status=CODE", "refuses so; ,retry-after=SECONDS or ,retry-after-date=SECONDS may follow"),
  ERROR_BEFORE("error-before", "does nothing and answers 500"),
  ERROR_AFTER("error-after", "works and answers 500 all the same"),
  CUT_BEFORE("cut-before", "does nothing and cuts the connection"),
  CUT_AFTER("cut-after", "works and cuts the connection, so that nobody hears of it"),
  TRUNCATE("truncate[=BYTES]", "works; the answer breaks off, after half of it or so many bytes"),
  WRONG_TYPE(
      "wrong-type=FIELD", "works; every such field of the answer has a value of another type"),
  MISSING("missing=FIELD", "works; every such field is left out of the answer"),
  SHORT_PAGE("short-page[=ITEMS]", "a list lacks its last item, or so many; its total counts them"),
  ENDLESS("endless", "works; the answer begins and never ends"),
  NOT_FOUND("not-found", "does nothing; a plain 404, as of a route that is not there"),
  HTML("html", "does nothing; 200 with a page of HTML, as of a proxy in front");

  private final String spelling;
  private final String meaning;

  FaultWord(String spelling, String meaning) {
    this.spelling = spelling;
    this.meaning = meaning;
  }

  static Optional<FaultWord> of(String word) {
    return Stream.of(values()).filter(known -> known.word().equals(word)).findFirst();
  }

  /** The word itself, without what may follow it. */
  String word() {
    return spelling.split("[=\\[]", 2)[0];
  }

  /** With what follows it. */
  String spelling() {
    return spelling;
  }

  String meaning() {
    return meaning;
  }
}
