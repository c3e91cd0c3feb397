package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request's object as the host's decoder takes it: unknown fields are ignored, null is like
 * absent, a value of the wrong type refuses the whole request with 400.
 */
final class Body {
  private final ObjectNode node;
  private final @Nullable Reason reason;

  Body(ObjectNode node, @Nullable Reason reason) {
    this.node = node;
    this.reason = reason;
  }

  static Refusal refuse(@Nullable Reason reason, String message) {
    return reason == null
        ? Refusal.badRequest(message)
        : new Refusal(Envelope.refused(reason.status(), message, reason.name(), null));
  }

  Refusal refuse(String message) {
    return refuse(reason, message);
  }

  ObjectNode node() {
    return node;
  }

  /** Whether the field stands there at all, be it null. */
  boolean has(String name) {
    return node.has(name);
  }

  boolean given(String name) {
    return node.hasNonNull(name);
  }

  @Nullable String text(String name) {
    JsonNode value = valueOf(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw refuse(name + " is not text");
    }
    return value.stringValue();
  }

  String textOr(String name, String otherwise) {
    String value = text(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  String required(String name) {
    String value = textOr(name, "");
    if (value.isEmpty()) {
      throw refuse(name + " is required");
    }
    return value;
  }

  /** Empty or one of the allowed. */
  String oneOf(String name, String otherwise, Set<String> allowed) {
    String value = textOr(name, otherwise);
    if (!value.isEmpty() && !allowed.contains(value)) {
      throw refuse(name + " is not one of " + allowed);
    }
    return value;
  }

  @Nullable BigDecimal number(String name) {
    JsonNode value = valueOf(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw refuse(name + " is not a number");
    }
    return value.decimalValue();
  }

  @Nullable Long integer(String name) {
    JsonNode value = valueOf(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw refuse(name + " is not a whole number");
    }
    return value.longValue();
  }

  long integerOr(String name, long otherwise) {
    Long value = integer(name);
    return value == null ? otherwise : value;
  }

  @Nullable Boolean flag(String name) {
    JsonNode value = valueOf(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      throw refuse(name + " is not true or false");
    }
    return value.booleanValue();
  }

  boolean flagOr(String name, boolean otherwise) {
    Boolean value = flag(name);
    return value == null ? otherwise : value;
  }

  @Nullable ObjectNode object(String name) {
    JsonNode value = valueOf(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ObjectNode object)) {
      throw refuse(name + " is not an object");
    }
    return object;
  }

  @Nullable ArrayNode array(String name) {
    JsonNode value = valueOf(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ArrayNode array)) {
      throw refuse(name + " is not a list");
    }
    return array;
  }

  @Nullable List<Long> ids(String name) {
    ArrayNode array = array(name);
    if (array == null) {
      return null;
    }
    List<Long> ids = new ArrayList<>();
    for (JsonNode item : array) {
      if (!item.isIntegralNumber()) {
        throw refuse(name + " holds something that is no id");
      }
      ids.add(item.longValue());
    }
    return ids;
  }

  List<Long> idsOrNone(String name) {
    List<Long> ids = ids(name);
    return ids == null ? List.of() : ids;
  }

  /** The items of a list of objects. */
  List<Body> objects(String name) {
    ArrayNode array = array(name);
    List<Body> items = new ArrayList<>();
    if (array != null) {
      for (JsonNode item : array) {
        if (!(item instanceof ObjectNode object)) {
          throw refuse(name + " holds something that is no object");
        }
        items.add(new Body(object, reason));
      }
    }
    return items;
  }

  private @Nullable JsonNode valueOf(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }
}
