package dev.relaymanager.seal;

import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A key, token or password in memory. It shows itself nowhere: not in text, not in JSON, not in a
 * heap of log lines; whoever needs the characters says so with {@link #reveal}.
 *
 * <p>Not thread-safe with regard to {@link #close}.
 */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;

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

  /** Hands the characters to {@code use}, for an HTTP header or body. Do not keep them. */
  public <T> T reveal(Function<String, T> use) {
    return use.apply(new String(bytes, StandardCharsets.UTF_8));
  }

  /** Hands a copy of the bytes to {@code use} and clears it afterwards. */
  public <T> T revealBytes(Function<byte[], T> use) {
    byte[] copy = bytes.clone();
    try {
      return use.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /** First two and last two characters at most, and only of long keys: {@code sk…89}. */
  public String mask() {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.length() < 12
        ? "…"
        : text.substring(0, 2) + "…" + text.substring(text.length() - 2);
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Overwrites the bytes. */
  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  /** Compares in constant time. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  /** The same for all secrets: a hash would tell about the content. */
  @Override
  public int hashCode() {
    return 7;
  }

  @Override
  public String toString() {
    return "(secret)";
  }

  @SuppressWarnings("unused") // Java's serialisation looks for it by name
  private void writeObject(ObjectOutputStream out) {
    throw new UnsupportedOperationException("a secret is never serialised");
  }
}
