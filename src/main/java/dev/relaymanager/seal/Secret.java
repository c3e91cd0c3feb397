package dev.relaymanager.seal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A key, token or password in memory. It shows itself nowhere: not in text, not in JSON, not in
 * Java's serialisation (which refuses it); whoever needs the characters says so with {@link
 * #reveal}.
 *
 * <p>Not thread-safe with regard to {@link #close}.
 */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes a copy; the caller clears its own. */
  public static Secret of(byte[] utf8) {
    return new Secret(utf8.clone());
  }

  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Hands the characters to {@code use}, for an HTTP header or body. Do not keep them.
   *
   * @throws IllegalStateException when the secret was closed
   */
  public <T> T reveal(Function<String, T> use) {
    return use.apply(new String(open(), StandardCharsets.UTF_8));
  }

  /**
   * Hands a copy of the bytes to {@code use} and clears it afterwards.
   *
   * @throws IllegalStateException when the secret was closed
   */
  public <T> T revealBytes(Function<byte[], T> use) {
    byte[] copy = open().clone();
    try {
      return use.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /** First two and last two characters at most, and only of long keys: {@code sk…89}. */
  public String mask() {
    String text = new String(open(), StandardCharsets.UTF_8);
    return text.length() < 12
        ? "…"
        : text.substring(0, 2) + "…" + text.substring(text.length() - 2);
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Overwrites the bytes; whoever asks for them afterwards gets an exception, not zeros. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  private byte[] open() {
    if (closed) {
      throw new IllegalStateException("the secret was closed before this use");
    }
    return bytes;
  }

  /** Compares in constant time; a closed secret equals only itself. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Secret secret
            && !closed
            && !secret.closed
            && MessageDigest.isEqual(bytes, secret.bytes));
  }

  /** The same for all secrets: a hash would tell about the content. */
  @Override
  public int hashCode() {
    return 7;
  }

  /** What every printer, logger and JSON writer gets. */
  @Override
  @JsonValue
  public String toString() {
    return "(secret)";
  }
}
