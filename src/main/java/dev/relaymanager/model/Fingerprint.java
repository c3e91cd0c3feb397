package dev.relaymanager.model;

/**
 * Names a secret without showing it: an HMAC of it under the instance's key, so that it confirms no
 * guess to whoever lacks that key.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Fingerprint(String hex) {
  /** How many bytes the digits stand for. */
  public static final int BYTES = 32;

  public Fingerprint {
    boolean fits = hex.length() == 2 * BYTES;
    for (int i = 0; fits && i < hex.length(); i++) {
      fits = isDigit(hex.charAt(i));
    }
    if (!fits) {
      throw new IllegalArgumentException("not a fingerprint");
    }
  }

  private static boolean isDigit(char character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
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
