package dev.relaymanager.sim;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An answer before it goes on the wire. */
sealed interface Reply {
  int status();

  Map<String, String> headers();

  String contentType();

  byte[] bytes();

  Reply with(String header, String value);

  /** An answer of the host's own. */
  record OfJson(int status, JsonNode body, Map<String, String> headers) implements Reply {
    public OfJson {
      headers = Map.copyOf(headers);
    }

    @Override
    public String contentType() {
      return "application/json; charset=utf-8";
    }

    @Override
    public byte[] bytes() {
      return Json.bytes(body);
    }

    @Override
    public OfJson with(String header, String value) {
      return new OfJson(status, body, added(headers, header, value));
    }
  }

  /** Anything else: plain text, a stream of events, a vendor's answer handed through. */
  record OfText(int status, String contentType, String text, Map<String, String> headers)
      implements Reply {
    public OfText {
      headers = Map.copyOf(headers);
    }

    @Override
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public OfText with(String header, String value) {
      return new OfText(status, contentType, text, added(headers, header, value));
    }
  }

  static Reply json(int status, JsonNode body) {
    return new OfJson(status, body, Map.of());
  }

  static Reply text(int status, String contentType, String text) {
    return new OfText(status, contentType, text, Map.of());
  }

  private static Map<String, String> added(Map<String, String> headers, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return more;
  }
}
