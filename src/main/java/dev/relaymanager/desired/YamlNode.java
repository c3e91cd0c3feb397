package dev.relaymanager.desired;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A YAML value with the line and column (both from 1) where it begins. */
sealed interface YamlNode {
  int line();

  int column();

  /** The value as the schemas see it. */
  JsonNode json();

  /** Text, number, truth value or null. */
  record Scalar(int line, int column, JsonNode json) implements YamlNode {}

  record Sequence(int line, int column, List<YamlNode> items) implements YamlNode {
    @Override
    public JsonNode json() {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
      items.forEach(item -> array.add(item.json()));
      return array;
    }
  }

  record Mapping(int line, int column, List<Entry> entries) implements YamlNode {
    @Nullable Entry find(String key) {
      for (Entry entry : entries) {
        if (entry.key.equals(key)) {
          return entry;
        }
      }
      return null;
    }

    @Nullable YamlNode value(String key) {
      Entry entry = find(key);
      return entry == null ? null : entry.value;
    }

    @Override
    public JsonNode json() {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      entries.forEach(entry -> object.set(entry.key, entry.value.json()));
      return object;
    }
  }

  /** One line of a mapping; line and column are the key's. */
  record Entry(String key, int line, int column, YamlNode value) {}
}
