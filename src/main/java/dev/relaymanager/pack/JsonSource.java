package dev.relaymanager.pack;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON document that knows where in its file each of its values and names stands. */
final class JsonSource {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_TOKENS = 200_000;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxTokenCount(MAX_TOKENS)
                          .maxStringLength(64 * 1024)
                          .maxNameLength(1024)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String file;
  private final JsonNode root;
  private final Map<String, Place> values = new HashMap<>();
  private final Map<String, Place> names = new HashMap<>();

  private JsonSource(String file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Parses.
   *
   * @throws InvalidInputException when the bytes are no JSON in UTF-8 without byte-order mark, or
   *     deeper or larger than any pack needs
   */
  static JsonSource parse(byte[] bytes, String file) {
    String text = decode(bytes, file);
    try {
      JsonSource source = new JsonSource(file, JSON.readTree(text));
      if (source.root.isMissingNode()) {
        throw notJson(Place.file(file), "the file is empty");
      }
      try (JsonParser parser = JSON.createParser(text)) {
        parser.nextToken();
        source.locate(parser, "");
      }
      return source;
    } catch (JacksonException fault) {
      TokenStreamLocation at = fault.getLocation();
      Place place =
          at == null
              ? Place.file(file)
              : new Place(file, Math.max(at.getLineNr(), 0), Math.max(at.getColumnNr(), 0));
      throw notJson(place, firstLine(fault.getOriginalMessage()));
    }
  }

  private static String decode(byte[] bytes, String file) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    if (marked) {
      throw wrongEncoding(file, "the file begins with a byte-order mark");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException otherEncoding) {
      throw wrongEncoding(file, "the file is not UTF-8");
    }
  }

  private static InvalidInputException wrongEncoding(String file, String message) {
    return new InvalidInputException(
        Problem.at(
            Place.file(file),
            "",
            "wrong-encoding",
            message,
            "save it as UTF-8 without byte-order mark"));
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static InvalidInputException notJson(Place place, String message) {
    return new InvalidInputException(
        Problem.at(place, "", "not-json", message, "write one JSON object"));
  }

  /** The parser stands on the value; leaves it on the value's last token. */
  private void locate(JsonParser parser, String pointer) {
    values.put(pointer, place(parser));
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String child = pointer + "/" + escape(parser.currentName());
        names.put(child, place(parser));
        parser.nextToken();
        locate(parser, child);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      int index = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        locate(parser, pointer + "/" + index++);
      }
    }
  }

  private Place place(JsonParser parser) {
    TokenStreamLocation at = parser.currentTokenLocation();
    return new Place(file, at.getLineNr(), at.getColumnNr());
  }

  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  JsonNode root() {
    return root;
  }

  /** Where a value stands, by JSON pointer; the nearest value around it when it is missing. */
  Place valueAt(String pointer) {
    Place place = values.get(pointer);
    int end = pointer.lastIndexOf('/');
    if (place != null || end < 0) {
      return place == null ? Place.file(file) : place;
    }
    return valueAt(pointer.substring(0, end));
  }

  /** Where the name of a field stands, by JSON pointer. */
  Place nameAt(String pointer) {
    Place place = names.get(pointer);
    return place == null ? valueAt(pointer) : place;
  }

  /** The pointer as people read it: {@code models["qwen3.7-max"].price.input}. */
  static String shown(String pointer) {
    StringBuilder text = new StringBuilder();
    for (String part : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      String name = part.replace("~1", "/").replace("~0", "~");
      if (name.matches("[0-9]+")) {
        text.append('[').append(name).append(']');
      } else if (name.matches("[$A-Za-z_][A-Za-z0-9_-]*")) {
        text.append(text.isEmpty() ? "" : ".").append(name);
      } else {
        text.append("[\"").append(name).append("\"]");
      }
    }
    return text.toString();
  }
}
