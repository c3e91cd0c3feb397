package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Compares an answer with a recorded one by the rules of the recordings' replay tool: times,
 * generated keys, ids of nested rows and the wording of messages may differ; everything else is the
 * contract.
 */
final class RecordedComparison {
  private static final Pattern TIME =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*");
  private static final Set<String> FREE =
      Set.of(
          "message",
          "error_message",
          "last_used_at",
          "last_active_at",
          "updated_at",
          "created_at",
          "key",
          "access_token",
          "refresh_token",
          "current_concurrency");

  private final List<String> faults = new ArrayList<>();

  static List<String> ofJson(JsonNode wanted, JsonNode found) {
    RecordedComparison comparison = new RecordedComparison();
    comparison.compare(wanted, found, "");
    return comparison.faults;
  }

  /** Streams are compared by the kinds of their events. */
  static List<String> ofText(String wanted, String found) {
    return events(wanted).equals(events(found))
        ? List.of()
        : List.of("wanted the events " + events(wanted) + ", got " + events(found));
  }

  private static List<String> events(String text) {
    List<String> kinds = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("data:")) {
        kinds.add(kind(line.substring("data:".length()).strip()));
      }
    }
    return kinds.isEmpty() ? List.of(text.strip()) : kinds;
  }

  private static String kind(String event) {
    try {
      JsonNode json = Json.MAPPER.readTree(event);
      String type = json.path("type").asString(json.path("object").asString(""));
      return type + " " + json.path("model") + " " + json.path("success");
    } catch (JacksonException notJson) {
      return event;
    }
  }

  private void compare(JsonNode wanted, JsonNode found, String at) {
    if (wanted.isString() && TIME.matcher(wanted.stringValue()).matches()) {
      require(found.isString() && TIME.matcher(found.stringValue()).matches(), at, wanted, found);
    } else if (wanted.isNumber() && found.isNumber()) {
      require(
          at.endsWith("id") || same(wanted.decimalValue(), found.decimalValue()),
          at,
          wanted,
          found);
    } else if (wanted.isObject() && found.isObject()) {
      compareObjects(wanted, found, at);
    } else if (wanted.isArray() && found.isArray()) {
      compareLists(wanted, found, at);
    } else if (wanted.isString() && wanted.stringValue().contains("pong via")) {
      require(found.asString("").contains("pong via"), at, wanted, found);
    } else {
      require(wanted.equals(found), at, wanted, found);
    }
  }

  private void compareObjects(JsonNode wanted, JsonNode found, String at) {
    Map<String, JsonNode> left = new TreeMap<>();
    found.properties().forEach(entry -> left.put(entry.getKey(), entry.getValue()));
    for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
      String name = entry.getKey();
      JsonNode value = left.remove(name);
      if (value == null) {
        faults.add(at + "." + name + " is missing");
      } else if (!free(name, entry.getValue(), value)) {
        compare(entry.getValue(), value, at + "." + name);
      }
    }
    left.keySet().forEach(name -> faults.add(at + "." + name + " is not in the recording"));
  }

  private static boolean free(String name, JsonNode wanted, JsonNode found) {
    return switch (name) {
      case "error" -> wanted.isString() && found.isString();
      case "errors" -> wanted.isArray() && found.isArray() && wanted.size() == found.size();
      default -> FREE.contains(name) && wanted.getNodeType() == found.getNodeType();
    };
  }

  private void compareLists(JsonNode wanted, JsonNode found, String at) {
    if (wanted.size() != found.size()) {
      faults.add(at + " has " + found.size() + " items instead of " + wanted.size());
      return;
    }
    boolean models = at.endsWith("data") && wanted.path(0).has("display_name");
    List<JsonNode> left = models ? sorted(wanted) : List.copyOf(wanted.values());
    List<JsonNode> right = models ? sorted(found) : List.copyOf(found.values());
    for (int i = 0; i < left.size(); i++) {
      compare(left.get(i), right.get(i), at + "[" + i + "]");
    }
  }

  private static List<JsonNode> sorted(JsonNode list) {
    return list.values().stream()
        .sorted(Comparator.comparing(item -> item.path("id").asString("")))
        .toList();
  }

  private static boolean same(BigDecimal one, BigDecimal other) {
    BigDecimal room = BigDecimal.ONE.max(one.abs()).movePointLeft(9);
    return one.subtract(other).abs().compareTo(room) <= 0;
  }

  private void require(boolean holds, String at, JsonNode wanted, JsonNode found) {
    if (!holds) {
      faults.add(at + ": wanted " + wanted + ", got " + found);
    }
  }
}
