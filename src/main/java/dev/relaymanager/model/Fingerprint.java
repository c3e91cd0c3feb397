package dev.relaymanager.model;

import java.util.regex.Pattern;

/**
 * Names a secret without showing it: an HMAC of it under the instance's key, so that it confirms no
 * guess to whoever lacks that key.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Fingerprint(String hex) {
  /** How many bytes the digits stand for. */
  public static final int BYTES = 32;

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public Fingerprint {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a fingerprint");
    }
  }

  /** The first eight digits: enough for people to tell keys apart. */
  public String brief() {
    return hex.substring(0, 8);
  }

  @Override
  public String toString() {
    return brief();
  }
}
