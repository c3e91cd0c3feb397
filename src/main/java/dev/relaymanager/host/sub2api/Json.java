package dev.relaymanager.host.sub2api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as hosts speak it: prices are decimals and stay so in both directions. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  /**
   * What nobody reads, by the name of the field whose value or items it stands in: an account
   * repeats its groups whole, twice, which is most of a page of accounts. It is passed over.
   */
  private static final Map<String, Set<String>> UNREAD =
      Map.of("items", Set.of("groups"), "account_groups", Set.of("group"));

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  /**
   * Reads a text.
   *
   * @throws tools.jackson.core.JacksonException when it is none; its message quotes the text, so
   *     never show it
   */
  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (NumberFormatException beyondLimits) {
      throw tooLong(null);
    }
  }

  /** Of an exponent with dozens of digits the library says so by an exception of another family. */
  private static StreamReadException tooLong(@Nullable JsonParser parser) {
    return new StreamReadException(parser, "a number with an exponent beyond all limits");
  }

  /**
   * Reads the UTF-8 text of an answer, but for what nobody reads in it.
   *
   * @throws tools.jackson.core.JacksonException as {@link #parse}
   */
  static JsonNode parseAnswer(InputStream bytes) {
    try (bytes;
        JsonParser parser = MAPPER.createParser(bytes)) {
      if (parser.nextToken() == null) {
        return NODES.missingNode();
      }
      JsonNode root = node(parser, "");
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "more came after the value");
      }
      return root;
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory failed", impossible);
    }
  }

  /** The value that the parser is at; {@code name} is that of the field which it stands in. */
  private static JsonNode node(JsonParser parser, String name) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Set<String> unread = UNREAD.getOrDefault(name, Set.of());
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String field = parser.currentName();
          parser.nextToken();
          if (unread.contains(field)) {
            parser.skipChildren();
          } else {
            object.set(field, node(parser, field));
          }
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(node(parser, name));
        }
        yield array;
      }
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
          };
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no value begins with " + parser.currentToken());
    };
  }

  private static JsonNode decimal(JsonParser parser) {
    try {
      return NODES.numberNode(parser.getDecimalValue());
    } catch (NumberFormatException beyondLimits) {
      throw tooLong(parser);
    }
  }

  static String write(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }
}
