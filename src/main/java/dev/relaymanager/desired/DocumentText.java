package dev.relaymanager.desired;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.JsonNode;

/** Documents as YAML text, as a person would write them. */
public final class DocumentText {
  /** What {@code apiVersion} is. */
  public static final String API_VERSION = DocumentParser.API_VERSION;

  private DocumentText() {}

  /** The text of a file that holds these documents, in order. */
  public static String of(List<? extends JsonNode> documents) {
    Dump dump =
        new Dump(
            DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setExplicitStart(documents.size() > 1)
                .build());
    List<@Nullable Object> plain = new ArrayList<>();
    documents.forEach(document -> plain.add(plain(document)));
    return dump.dumpAllToString(plain.iterator());
  }

  /**
   * Reads the one document of a YAML file that the program brings along.
   *
   * @throws IllegalStateException when it is none
   */
  public static JsonNode read(String name, byte[] yaml) {
    YamlReader.Outcome read = YamlReader.read(name, yaml);
    if (!read.problems().isEmpty() || read.documents().size() != 1) {
      throw new IllegalStateException(name + " is not one YAML document: " + read.problems());
    }
    return read.documents().getFirst().json();
  }

  private static @Nullable Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(item -> list.add(plain(item)));
        yield list;
      }
      case STRING -> node.stringValue();
      case NUMBER ->
          node.isIntegralNumber() ? (Object) node.bigIntegerValue() : node.decimalValue();
      case BOOLEAN -> node.booleanValue();
      case NULL -> null;
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("no value of a document: " + node.getNodeType());
    };
  }
}
