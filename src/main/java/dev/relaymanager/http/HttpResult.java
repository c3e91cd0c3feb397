package dev.relaymanager.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** How a call ended: with an answer, before anything was sent, or somewhere in between. */
public sealed interface HttpResult {
  /**
   * The whole answer was read.
   *
   * @param headers by lower-case name; of repeated ones the last
   */
  record Answered(int status, Map<String, String> headers, Body body) implements HttpResult {
    public Answered {
      headers = Map.copyOf(headers);
    }

    public Optional<String> header(String lowerCaseName) {
      return Optional.ofNullable(headers.get(lowerCaseName));
    }
  }

  /** Not a byte of the request left: certainly nothing happened at the other end. */
  record NotSent(Obstacle obstacle, String detail) implements HttpResult {
    /** What kept it from being sent. */
    public enum Obstacle {
      /** The host's name has no address. */
      NAME,
      /** No connection: refused, unreachable or timed out; also by a proxy. */
      CONNECT,
      /** The TLS handshake failed: certificate, name or protocol. */
      TLS,
      /** The caller's thread was interrupted. */
      INTERRUPTED
    }
  }

  /**
   * The request may have been carried out, but there is no whole answer.
   *
   * @param status of the answer, when its head had arrived; else 0
   */
  record Lost(Loss loss, int status, String detail) implements HttpResult {
    /** What became of the answer. */
    public enum Loss {
      /** The deadline passed. */
      TIMEOUT,
      /** The connection broke, or what came was no HTTP. */
      CUT,
      /** More than {@link HttpRequest#maxBytes} came. */
      TOO_LARGE,
      /** The caller's thread was interrupted. */
      INTERRUPTED
    }
  }

  /** An answer's bytes; it shows only how many. */
  final class Body {
    private final byte[] bytes;

    Body(byte[] bytes) {
      this.bytes = bytes;
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    /** Without a copy. */
    public InputStream stream() {
      return new ByteArrayInputStream(bytes);
    }

    /** As UTF-8. */
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return bytes.length + " bytes";
    }
  }
}
