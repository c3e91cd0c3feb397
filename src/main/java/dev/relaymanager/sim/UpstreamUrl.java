package dev.relaymanager.sim;

import java.util.regex.Pattern;

/** How a host joins an account's base URL and a path (contract.md 5.2). */
final class UpstreamUrl {
  static final String RESPONSES = "/responses";
  static final String CHAT = "/chat/completions";
  private static final Pattern VERSION_AT_END = Pattern.compile(".*/v\\d+[a-z0-9]*$");

  private UpstreamUrl() {}

  /** 0.1.126 knows {@code /v1} at the end only; anything else gets one. */
  static String joinEarly(String base, String path) {
    String trimmed = trimmed(base);
    if (trimmed.endsWith(path)) {
      return trimmed;
    }
    return trimmed.endsWith("/v1") ? trimmed + path : trimmed + "/v1" + path;
  }

  /** 0.1.172 keeps any version at the end, and the query. */
  static String joinLate(String base, String path) {
    int query = base.indexOf('?');
    String tail = query < 0 ? "" : base.substring(query);
    String trimmed = trimmed(query < 0 ? base : base.substring(0, query));
    if (trimmed.endsWith(path)) {
      return trimmed + tail;
    }
    boolean versioned = VERSION_AT_END.matcher(trimmed).matches();
    return versioned ? trimmed + path + tail : trimmed + "/v1" + path + tail;
  }

  private static String trimmed(String base) {
    String text = base.strip();
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    return text;
  }
}
