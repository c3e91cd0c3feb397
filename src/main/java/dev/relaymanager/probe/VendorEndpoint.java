package dev.relaymanager.probe;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where a vendor serves what, from its base URL. Joined as hosts from 0.1.127 on do (contract.md
 * 5.2): a base that ends in a version keeps it, any other gets {@code /v1}.
 */
final class VendorEndpoint {
  private static final Pattern VERSIONED = Pattern.compile(".*/v\\d+[a-z0-9]*");
  private static final String CHAT = "/chat/completions";

  private VendorEndpoint() {}

  static URI chat(String baseUrl) {
    return URI.create(base(baseUrl) + CHAT);
  }

  /** The list of models; the vendors of the shipped pack all have it there (docs/vendors.md). */
  static URI models(String baseUrl) {
    return URI.create(base(baseUrl) + "/models");
  }

  private static String base(String baseUrl) {
    String base = baseUrl.replaceAll("/+$", "");
    if (base.endsWith(CHAT)) {
      return base.substring(0, base.length() - CHAT.length());
    }
    return VERSIONED.matcher(base).matches() ? base : base + "/v1";
  }
}
