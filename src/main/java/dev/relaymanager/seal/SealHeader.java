package dev.relaymanager.seal;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The first line of a sealed text: {@code relay-sealed/v1 {…}}. */
final class SealHeader {
  /** A line that begins so is a header, of whatever version. */
  static final String START = "relay-sealed/";

  private static final String VERSION = START + "v1 ";
  private static final Set<String> FIELDS = Set.of("kind", "origins", "name", "keyId");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SealHeader() {}

  static String line(SealPurpose purpose) {
    ObjectNode json = JSON.createObjectNode();
    json.put("kind", purpose.kind().label());
    ArrayNode origins = json.putArray("origins");
    purpose.origins().forEach(origin -> origins.add(origin.text()));
    json.put("name", purpose.name());
    json.put("keyId", purpose.keyId());
    return VERSION + json;
  }

  /** What the line says; the whole of it is checked, because an unknown field may be a limit. */
  static SealPurpose parse(String line, Place place) {
    if (!line.startsWith(VERSION)) {
      throw bad(place, "the sealed text has a header of an unknown version");
    }
    JsonNode json;
    try {
      json = JSON.readTree(line.substring(VERSION.length()));
    } catch (JacksonException fault) {
      throw bad(place, "the header of the sealed text is no JSON");
    }
    SealPurpose.Kind kind = kind(json.path("kind"));
    String name = text(json.path("name"));
    String keyId = text(json.path("keyId"));
    SortedSet<Origin> origins = origins(json.path("origins"));
    if (!FIELDS.equals(Set.copyOf(json.propertyNames()))
        || kind == null
        || name == null
        || name.isEmpty()
        || keyId == null
        || origins == null) {
      throw bad(place, "the header of the sealed text lacks a field, or has one too many");
    }
    return new SealPurpose(kind, origins, name, keyId);
  }

  private static SealPurpose.@Nullable Kind kind(JsonNode node) {
    for (SealPurpose.Kind kind : SealPurpose.Kind.values()) {
      if (kind.label().equals(text(node))) {
        return kind;
      }
    }
    return null;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.stringValue() : null;
  }

  private static @Nullable SortedSet<Origin> origins(JsonNode node) {
    if (!node.isArray() || node.isEmpty()) {
      return null;
    }
    List<Origin> origins = new ArrayList<>();
    for (JsonNode element : node) {
      String text = text(element);
      if (text == null) {
        return null;
      }
      try {
        origins.add(new Origin(text));
      } catch (IllegalArgumentException notNormal) {
        return null;
      }
    }
    return new TreeSet<>(origins);
  }

  private static InvalidInputException bad(Place place, String message) {
    return new InvalidInputException(
        Problem.at(
            place,
            "",
            "sealed-bad-header",
            message,
            "seal the value again with relayctl seal of this version"));
  }
}
