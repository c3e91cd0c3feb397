package dev.relaymanager.engine;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Names batches so that they sort by time and never meet: {@code b-20261123T073000-1f3a9c}. */
final class BatchIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final SecureRandom RANDOM = new SecureRandom();

  private BatchIds() {}

  static String next(Instant now) {
    byte[] random = new byte[3];
    RANDOM.nextBytes(random);
    return "b-" + TIME.format(now) + "-" + HexFormat.of().formatHex(random);
  }
}
