package dev.relaymanager.sim;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pages of a list (contract.md 2.2): what is out of range or unreadable silently becomes the
 * default, so {@code page_size=1001} gives 20.
 */
record Paging(int page, int size) {
  static Paging of(Call call) {
    String size = call.query("page_size");
    return new Paging(
        within(call.query("page"), 1, Integer.MAX_VALUE),
        within(size.isEmpty() ? call.query("limit") : size, 20, 1000));
  }

  private static int within(String text, int otherwise, int most) {
    try {
      int value = Integer.parseInt(text);
      return value < 1 || value > most ? otherwise : value;
    } catch (NumberFormatException unreadable) {
      return otherwise;
    }
  }

  /** An empty list still has one page. */
  <T> ObjectNode cut(List<T> all, Function<T, ? extends JsonNode> view) {
    return cut(all, view, 1);
  }

  /** The same, for the lists that count no page when they are empty (seen on subscriptions). */
  <T> ObjectNode cutCountingFrom0(List<T> all, Function<T, ? extends JsonNode> view) {
    return cut(all, view, 0);
  }

  private <T> ObjectNode cut(List<T> all, Function<T, ? extends JsonNode> view, int fewest) {
    long from = Math.min(all.size(), (page - 1L) * size);
    long to = Math.min(all.size(), from + size);
    ObjectNode data = Json.object();
    ArrayNode items = data.putArray("items");
    for (T row : all.subList((int) from, (int) to)) {
      items.add(view.apply(row));
    }
    return data.put("total", all.size())
        .put("page", page)
        .put("page_size", size)
        .put("pages", Math.max(fewest, (all.size() + size - 1) / size));
  }
}
