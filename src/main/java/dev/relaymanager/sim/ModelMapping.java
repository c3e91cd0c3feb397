package dev.relaymanager.sim;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds what a name of a model is mapped to: exact first, then the longest wildcard. */
final class ModelMapping {
  private ModelMapping() {}

  /** The mapped name; null where the mapping has entries and none covers the model. */
  static @Nullable String map(ObjectNode mapping, String model) {
    if (mapping.isEmpty()) {
      return model;
    }
    JsonNode exact = mapping.path(model);
    if (exact.isString()) {
      return exact.stringValue();
    }
    String found = null;
    int length = -1;
    for (Map.Entry<String, JsonNode> entry : mapping.properties()) {
      int matched = ModelPattern.wildcardLength(entry.getKey(), model);
      if (matched > length && entry.getValue().isString()) {
        found = entry.getValue().stringValue();
        length = matched;
      }
    }
    return found;
  }
}
