package dev.relaymanager.probe;

import java.net.URI;
import java.util.regex.Pattern;

/** Where a vendor's chat completions are, from its base URL. */
final class ChatEndpoint {
  private static final Pattern VERSIONED = Pattern.compile(".*/v\\d+[a-z0-9]*");

  private ChatEndpoint() {}

  /**
   * Joins as hosts from 0.1.127 on do (contract.md 5.2): a base that ends in a version keeps it,
   * any other gets {@code /v1}.
   */
  static URI of(String baseUrl) {
    String base = baseUrl.replaceAll("/+$", "");
    if (base.endsWith("/chat/completions")) {
      return URI.create(base);
    }
    return URI.create(
        base + (VERSIONED.matcher(base).matches() ? "" : "/v1") + "/chat/completions");
  }
}
