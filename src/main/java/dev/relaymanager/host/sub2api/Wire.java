package dev.relaymanager.host.sub2api;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/**
 * A value in a host's answer that knows where it stands. Whoever reads it says what it must be; a
 * missing field or another type is {@link WireDriftException}, with the path and the type found,
 * never the value. Fields that nobody asks for may be anything.
 */
final class Wire {
  private static final int NO_ITEM = -1;

  /** Spelt out, a number like 1e999999999 would fill the memory. */
  private static final int MOST_DIGITS = 100;

  private final JsonNode node;
  private final @Nullable Wire parent;
  private final String name;
  private final int index;

  /** An answer, or the part of one, that goes by a name. */
  Wire(JsonNode node, String name) {
    this(node, null, name, NO_ITEM);
  }

  private Wire(JsonNode node, @Nullable Wire parent, String name, int index) {
    this.node = node;
    this.parent = parent;
    this.name = name;
    this.index = index;
  }

  /** Put together when it is asked for: of thousands of values that are right nobody asks. */
  private String path() {
    if (parent == null) {
      return name;
    }
    return index == NO_ITEM ? parent.path() + "." + name : parent.path() + "[" + index + "]";
  }

  /** A field that must be there and not null. */
  Wire field(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                new WireDriftException(
                    path() + "." + name, "a value", node.has(name) ? "null" : "no such field"));
  }

  /** A field that may be absent or null. */
  Optional<Wire> optional(String name) {
    JsonNode found = object().get(name);
    return found == null || found.isNull()
        ? Optional.empty()
        : Optional.of(new Wire(found, this, name, NO_ITEM));
  }

  String text(String name) {
    return field(name).text();
  }

  long id(String name) {
    return field(name).integer();
  }

  BigDecimal decimal(String name) {
    return field(name).decimal();
  }

  boolean flag(String name) {
    return field(name).flag();
  }

  @Nullable Instant instant(String name) {
    return optional(name).map(Wire::instant).orElse(null);
  }

  JsonNode object() {
    return require(node.isObject(), "an object");
  }

  String text() {
    return require(node.isString(), "a text").stringValue();
  }

  long integer() {
    return require(node.isIntegralNumber() && node.canConvertToLong(), "a whole number")
        .longValue();
  }

  int count() {
    return require(node.isIntegralNumber() && node.canConvertToInt(), "a whole number").intValue();
  }

  BigDecimal decimal() {
    BigDecimal number = require(node.isNumber(), "a number").decimalValue();
    if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw drift("a number of at most " + MOST_DIGITS + " digits", "a longer one");
    }
    return number;
  }

  boolean flag() {
    return require(node.isBoolean(), "true or false").booleanValue();
  }

  /** RFC 3339, with any offset. */
  Instant instant() {
    try {
      return OffsetDateTime.parse(text()).toInstant();
    } catch (DateTimeParseException otherForm) {
      throw new WireDriftException(path(), "a time such as 2026-01-31T12:00:00Z", "another text");
    }
  }

  List<Wire> items() {
    require(node.isArray(), "a list");
    List<Wire> items = new ArrayList<>();
    for (JsonNode item : node) {
      items.add(new Wire(item, this, "", items.size()));
    }
    return items;
  }

  /** The texts of an object; what is no text is left out, as the host does with mappings. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    object()
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isString()) {
                texts.put(entry.getKey(), entry.getValue().stringValue());
              }
            });
    return texts;
  }

  /** The values of an object by name. */
  Map<String, Wire> entries() {
    Map<String, Wire> entries = new LinkedHashMap<>();
    object()
        .properties()
        .forEach(
            entry ->
                entries.put(
                    entry.getKey(), new Wire(entry.getValue(), this, entry.getKey(), NO_ITEM)));
    return entries;
  }

  /** Says that this value is not what it must be, though its type is right. */
  WireDriftException drift(String expected, String found) {
    return new WireDriftException(path(), expected, found);
  }

  private JsonNode require(boolean fits, String expected) {
    if (!fits) {
      throw new WireDriftException(path(), expected, name(node.getNodeType()));
    }
    return node;
  }

  private static String name(JsonNodeType type) {
    return switch (type) {
      case ARRAY -> "a list";
      case BOOLEAN -> "true or false";
      case MISSING -> "nothing";
      case NULL -> "null";
      case NUMBER -> "a number";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a text";
    };
  }
}
