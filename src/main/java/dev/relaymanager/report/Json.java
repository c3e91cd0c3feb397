package dev.relaymanager.report;

import dev.relaymanager.model.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as it is printed: in our order, indented, secrets by their fingerprints only. */
public final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private Json() {}

  public static ObjectNode object() {
    return NODES.objectNode();
  }

  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  /**
   * Reads a document.
   *
   * @throws tools.jackson.core.JacksonException when it is no JSON
   */
  static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /** As text with a line end. */
  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node) + "\n";
  }

  /** The same in UTF-8; a text of all accounts of a large host is better not made first. */
  static byte[] bytes(JsonNode node) {
    byte[] json = MAPPER.writeValueAsBytes(node);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  static JsonNode of(@Nullable Value value) {
    if (value == null) {
      return NODES.nullNode();
    }
    return switch (value) {
      case Value.Text text -> NODES.stringNode(text.text());
      case Value.Decimal decimal -> NODES.numberNode(decimal.number());
      case Value.Flag flag -> NODES.booleanNode(flag.on());
      case Value.Date date -> NODES.stringNode(date.date().toString());
      case Value.Link link -> NODES.stringNode(link.target().toString());
      case Value.Sensitive sensitive -> {
        ObjectNode node = NODES.objectNode();
        node.put("sensitive", true);
        node.put("fingerprint", sensitive.fingerprint().brief());
        yield node;
      }
      case Value.Items items -> {
        ArrayNode node = NODES.arrayNode();
        items.items().forEach(item -> node.add(of(item)));
        yield node;
      }
      case Value.Entries entries -> {
        ObjectNode node = NODES.objectNode();
        entries.entries().forEach((name, entry) -> node.set(name, of(entry)));
        yield node;
      }
    };
  }
}
