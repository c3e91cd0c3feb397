package dev.relaymanager.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Spoils the content of answers. */
final class FaultyBodies {
  private static final String EVENT = "data: ";

  private FaultyBodies() {}

  static Reply withoutField(Reply reply, String field) {
    return spoiled(reply, object -> object.remove(field));
  }

  static Reply withWrongType(Reply reply, String field) {
    return spoiled(
        reply,
        object -> {
          JsonNode value = object.get(field);
          if (value != null) {
            object.set(field, ofOtherType(value));
          }
        });
  }

  /** Takes items off the end of a page, or of a bare list. */
  static Reply withShortPage(Reply reply, int items) {
    if (!(reply instanceof Reply.OfJson json)) {
      return reply;
    }
    JsonNode body = json.body().deepCopy();
    JsonNode data = body.path("data");
    if ((data.isArray() ? data : data.path("items")) instanceof ArrayNode list) {
      for (int i = 0; i < items && !list.isEmpty(); i++) {
        list.remove(list.size() - 1);
      }
    }
    return new Reply.OfJson(json.status(), body, json.headers());
  }

  private interface Spoil {
    void spoil(ObjectNode object);
  }

  private static Reply spoiled(Reply reply, Spoil spoil) {
    return switch (reply) {
      case Reply.OfJson json ->
          new Reply.OfJson(json.status(), spoiled(json.body(), spoil), json.headers());
      case Reply.OfText text ->
          new Reply.OfText(
              text.status(),
              text.contentType(),
              Stream.of(text.text().split("\n", -1))
                  .map(line -> spoiledLine(line, spoil))
                  .collect(Collectors.joining("\n")),
              text.headers());
    };
  }

  private static JsonNode spoiled(JsonNode body, Spoil spoil) {
    JsonNode copy = body.deepCopy();
    everyObject(copy).forEach(spoil::spoil);
    return copy;
  }

  /** A vendor's answer that is handed through, or one event of a stream; other lines stay. */
  private static String spoiledLine(String line, Spoil spoil) {
    String mark = line.startsWith(EVENT) ? EVENT : "";
    try {
      JsonNode content = Json.MAPPER.readTree(line.substring(mark.length()));
      return content.isObject() ? mark + spoiled(content, spoil) : line;
    } catch (JacksonException noJson) {
      return line;
    }
  }

  private static List<ObjectNode> everyObject(JsonNode root) {
    List<ObjectNode> found = new ArrayList<>();
    collect(root, found);
    return found;
  }

  private static void collect(JsonNode node, List<ObjectNode> found) {
    if (node instanceof ObjectNode object) {
      found.add(object);
    }
    node.forEach(child -> collect(child, found));
  }

  private static JsonNode ofOtherType(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> Json.NODES.stringNode("not a number");
      case STRING -> Json.NODES.numberNode(7);
      case BOOLEAN -> Json.NODES.stringNode("not a flag");
      case ARRAY -> Json.object().put("not", "a list");
      case OBJECT -> Json.array().add("not an object");
      default -> Json.object().put("not", "what it was");
    };
  }
}
