package dev.relaymanager.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published schemas are what editors and people need. */
class SchemasTest {
  private static JsonNode schema(Kind kind) {
    return JsonMapper.shared()
        .readTree(SchemasTest.class.getResourceAsStream(kind.schemaResource()));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyFieldSaysWhatItIs(Kind kind) {
    List<String> silent = new ArrayList<>();
    JsonNode schema = schema(kind);
    visit(schema.path("properties").path("spec"), schema, "spec", silent);
    assertEquals(List.of(), silent);
  }

  private static void visit(JsonNode node, JsonNode root, String path, List<String> silent) {
    for (Map.Entry<String, JsonNode> field : node.path("properties").properties()) {
      String name = path + "." + field.getKey();
      JsonNode own = field.getValue();
      JsonNode meant = own.has("$ref") ? root.at(own.path("$ref").asString().substring(1)) : own;
      if (!own.has("description") && !meant.has("description")) {
        silent.add(name);
      }
      visit(meant, root, name, silent);
      visit(meant.path("items"), root, name + "[]", silent);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theExampleOfAKindIsWellFormed(Kind kind) {
    JsonNode example = schema(kind).path("examples").path(0);
    YamlReader.Outcome read =
        YamlReader.read(
            "example.yaml", example.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    YamlNode root = read.documents().get(0);

    assertEquals(List.of(), read.problems());
    assertEquals(
        List.of(), DocumentSchemas.shared().check(kind, root, new Places("example.yaml", root)));
  }

  /** Each schema stands alone, so that an editor needs one file; what they share must be equal. */
  @Test
  void whatSchemasShareIsEqual() {
    Map<String, Map<Kind, JsonNode>> shared = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      for (Map.Entry<String, JsonNode> entry : schema(kind).path("$defs").properties()) {
        shared
            .computeIfAbsent(entry.getKey(), name -> new EnumMap<>(Kind.class))
            .put(kind, entry.getValue());
      }
    }
    assertTrue(shared.containsKey("source"));
    shared.forEach(
        (name, copies) -> assertEquals(1, copies.values().stream().distinct().count(), name));
  }
}
