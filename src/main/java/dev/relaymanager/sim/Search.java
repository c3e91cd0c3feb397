package dev.relaymanager.sim;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The lists' search by part of a name and their direction (contract.md 2.3). */
final class Search {
  private Search() {}

  /** Trimmed, cut at 100 bytes and in lower case. */
  static String of(String query) {
    byte[] bytes = query.strip().getBytes(StandardCharsets.UTF_8);
    String cut = new String(bytes, 0, Math.min(100, bytes.length), StandardCharsets.UTF_8);
    return cut.toLowerCase(Locale.ROOT);
  }

  static boolean in(String text, String search) {
    return search.isEmpty() || text.toLowerCase(Locale.ROOT).contains(search);
  }

  static boolean ascending(Call call, boolean otherwise) {
    return switch (call.query("sort_order").toLowerCase(Locale.ROOT)) {
      case "asc" -> true;
      case "desc" -> false;
      default -> otherwise;
    };
  }
}
