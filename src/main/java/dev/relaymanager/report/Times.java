package dev.relaymanager.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as people read them: UTC, to the second. */
final class Times {
  private Times() {}

  static String of(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
