package dev.relaymanager.api;

import dev.relaymanager.report.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists in pages. A cursor names the last element of the page before, so that none is missed. */
final class Pages {
  private static final int DEFAULT = 100;

  private Pages() {}

  static int limit(Call call) {
    return call.asked("limit").map(Integer::valueOf).orElse(DEFAULT);
  }

  /** What the cursor of a call says; empty when the list is asked for from its beginning. */
  static String cursor(Call call) {
    return call.asked("cursor").map(Pages::decoded).orElse("");
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noCursor) {
      throw bad();
    }
  }

  /** The same of a list that is counted downwards. */
  static long number(Call call) {
    String cursor = cursor(call);
    try {
      return cursor.isEmpty() ? Long.MAX_VALUE : Long.parseLong(cursor);
    } catch (NumberFormatException noNumber) {
      throw bad();
    }
  }

  private static ApiException bad() {
    return ApiException.at(
        422,
        "bad-cursor",
        "?cursor",
        "this is no cursor that was given out",
        "take next_cursor of the page before");
  }

  /**
   * A page of a list whose elements sort by a name.
   *
   * @param all of the list, by their names
   * @param name unique in the list
   */
  static <T> Answer.Whole byName(
      Call call, List<T> all, Function<T, String> name, Function<T, ? extends JsonNode> form) {
    String after = cursor(call);
    List<T> rest =
        all.stream()
            .filter(one -> after.isEmpty() || name.apply(one).compareTo(after) > 0)
            .toList();
    return of(call, rest, name, form);
  }

  /**
   * A page.
   *
   * @param rest what comes after the cursor, in order; one more than a page has is enough
   */
  static <T> Answer.Whole of(
      Call call, List<T> rest, Function<T, String> name, Function<T, ? extends JsonNode> form) {
    int limit = limit(call);
    List<T> page = rest.subList(0, Math.min(limit, rest.size()));
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    page.forEach(one -> items.add(form.apply(one)));
    if (rest.size() > limit) {
      body.put(
          "next_cursor",
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(name.apply(page.getLast()).getBytes(StandardCharsets.UTF_8)));
    } else {
      body.putNull("next_cursor");
    }
    return Answer.ok(body);
  }
}
