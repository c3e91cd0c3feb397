package dev.relaymanager.store;

import dev.relaymanager.model.EnvironmentException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON in text columns. */
final class JsonText {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private JsonText() {}

  /**
   * Reads an object to its last field.
   *
   * @param where what the text describes, for the message
   * @throws EnvironmentException when the text is of another form than {@code read} expects
   */
  static <T> T read(String json, Object where, Function<JsonObject, T> read) {
    try {
      JsonObject object = new JsonObject(MAPPER.readTree(json));
      T value = read.apply(object);
      object.end();
      return value;
    } catch (JacksonException broken) {
      throw unreadable(where, broken.getOriginalMessage(), broken);
    } catch (IllegalArgumentException | DateTimeException broken) {
      throw unreadable(where, String.valueOf(broken.getMessage()), broken);
    }
  }

  private static EnvironmentException unreadable(Object where, String what, Exception cause) {
    return new EnvironmentException(
        "the state database holds a record of "
            + where
            + " that this program cannot read: "
            + what
            + "; restore the database from a backup, or move it away: apply then takes over what"
            + " stands (groups, channels and plans with spec.adopt: true)",
        cause);
  }

  static String ofTexts(List<String> texts) {
    ArrayNode json = MAPPER.createArrayNode();
    texts.forEach(json::add);
    return json.toString();
  }

  static List<String> texts(String json, Object where) {
    List<String> texts = new ArrayList<>();
    try {
      for (JsonNode text : MAPPER.readTree(json)) {
        texts.add(text.stringValue());
      }
    } catch (JacksonException broken) {
      throw unreadable(where, broken.getOriginalMessage(), broken);
    }
    return texts;
  }

  static String ofCounts(SortedMap<String, Long> counts) {
    ObjectNode json = MAPPER.createObjectNode();
    counts.forEach(json::put);
    return json.toString();
  }

  static SortedMap<String, Long> counts(String json, Object where) {
    return read(
        json,
        where,
        object -> {
          SortedMap<String, Long> counts = new TreeMap<>();
          object.names().forEach(name -> counts.put(name, object.longNumber(name)));
          return counts;
        });
  }
}
