package dev.relaymanager.store;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object that is read field by field and must hold exactly what is read: a field that is
 * missing, of another kind or left over is an {@link IllegalArgumentException} that names it.
 */
final class JsonObject {
  private final JsonNode node;
  private int taken;

  JsonObject(JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("an object was expected, not " + node.getNodeType());
    }
    this.node = node;
  }

  boolean has(String field) {
    return node.has(field);
  }

  /** The names of the fields, in the order in which they stand. */
  Collection<String> names() {
    return node.propertyNames();
  }

  private JsonNode take(String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new IllegalArgumentException("field " + field + " is missing");
    }
    taken++;
    return value;
  }

  private JsonNode take(String field, boolean fits, String kind) {
    if (!fits) {
      throw new IllegalArgumentException("field " + field + " is no " + kind);
    }
    return take(field);
  }

  private boolean isNull(String field) {
    JsonNode value = node.get(field);
    if (value != null && value.isNull()) {
      taken++;
      return true;
    }
    return false;
  }

  String text(String field) {
    JsonNode value = node.path(field);
    return take(field, value.isMissingNode() || value.isString(), "text").stringValue();
  }

  @Nullable String textOrNull(String field) {
    return isNull(field) ? null : text(field);
  }

  BigDecimal decimal(String field) {
    try {
      return new BigDecimal(text(field));
    } catch (NumberFormatException broken) {
      throw new IllegalArgumentException("field " + field + " is no decimal", broken);
    }
  }

  @Nullable BigDecimal decimalOrNull(String field) {
    return isNull(field) ? null : decimal(field);
  }

  boolean flag(String field) {
    JsonNode value = node.path(field);
    return take(field, value.isMissingNode() || value.isBoolean(), "flag").booleanValue();
  }

  int number(String field) {
    JsonNode value = node.path(field);
    boolean fits = value.isMissingNode() || (value.isIntegralNumber() && value.canConvertToInt());
    return take(field, fits, "whole number").intValue();
  }

  @Nullable Integer numberOrNull(String field) {
    return isNull(field) ? null : Integer.valueOf(number(field));
  }

  long longNumber(String field) {
    JsonNode value = node.path(field);
    boolean fits = value.isMissingNode() || (value.isIntegralNumber() && value.canConvertToLong());
    return take(field, fits, "whole number").longValue();
  }

  JsonObject object(String field) {
    return new JsonObject(take(field));
  }

  <T> List<T> list(String field, Function<JsonObject, T> read) {
    JsonNode value = node.path(field);
    List<T> all = new ArrayList<>();
    for (JsonNode item : take(field, value.isMissingNode() || value.isArray(), "list")) {
      JsonObject object = new JsonObject(item);
      all.add(read.apply(object));
      object.end();
    }
    return all;
  }

  Map<String, String> texts(String field) {
    JsonObject object = object(field);
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : object.names()) {
      all.put(name, object.text(name));
    }
    return all;
  }

  /** Holds that nothing is left over. */
  void end() {
    if (taken != node.size()) {
      throw new IllegalArgumentException("unknown field among " + node.propertyNames());
    }
  }
}
