package dev.relaymanager.engine;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;

/** Names batches so that they sort by time and never meet: {@code b-20261123T073000-1f3a9c}. */
public final class BatchIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final SecureRandom RANDOM = new SecureRandom();

  private BatchIds() {}

  /** The last part is the millisecond, then chance. */
  public static String next(Instant now) {
    return "b-%s-%03x%03x"
        .formatted(TIME.format(now), now.get(ChronoField.MILLI_OF_SECOND), RANDOM.nextInt(1 << 12));
  }
}
