package dev.relaymanager.sim;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes a group's fields out of a body, each by its kind (contract.md 4.1). */
final class GroupFieldWriter {
  private static final JsonNode NULL = Json.NODES.nullNode();

  private final Habits habits;

  GroupFieldWriter(Habits habits) {
    this.habits = habits;
  }

  void create(GroupRow row, Body body) {
    for (GroupField field : GroupField.ALL) {
      boolean listens =
          field.kind() != GroupField.Kind.FLAG_ON_UPDATE && !field.name().equals("status");
      if (listens && body.has(field.name())) {
        row.set(field.name(), taken(field, row.get(field.name()), body));
      }
    }
    blankForOtherPlatforms(row);
  }

  void update(GroupRow row, Body body) {
    for (GroupField field : GroupField.ALL) {
      if (body.has(field.name())) {
        row.set(field.name(), taken(field, row.get(field.name()), body));
      } else if (field.kind() == GroupField.Kind.LIMIT) {
        row.set(field.name(), NULL);
      }
    }
    blankForOtherPlatforms(row);
  }

  private JsonNode taken(GroupField field, JsonNode old, Body body) {
    String name = field.name();
    return switch (field.kind()) {
      case TEXT -> text(body.textOr(name, old.asString()));
      case DESCRIPTION -> {
        String sent = body.text(name);
        boolean unchanged = sent == null || (sent.isEmpty() && !habits.late());
        yield unchanged ? old : text(sent == null ? "" : sent);
      }
      case FLAG, FLAG_ON_UPDATE -> Json.NODES.booleanNode(body.flagOr(name, old.asBoolean()));
      case NUMBER -> {
        BigDecimal sent = body.number(name);
        yield sent == null ? old : Json.number(sent);
      }
      case PRICE -> {
        BigDecimal sent = body.number(name);
        yield sent == null ? old : sent.signum() < 0 ? NULL : Json.number(sent);
      }
      case LIMIT -> limit(name, body);
      case REFERENCE -> {
        Long sent = body.integer(name);
        yield sent == null ? old : sent <= 0 ? NULL : Json.NODES.numberNode(sent);
      }
      case OBJECT -> {
        ObjectNode sent = body.object(name);
        yield sent == null ? old : sent;
      }
      case LIST -> {
        ArrayNode sent = body.array(name);
        yield sent == null ? old : sent;
      }
    };
  }

  private static JsonNode text(String value) {
    return Json.NODES.stringNode(value);
  }

  private static JsonNode limit(String name, Body body) {
    JsonNode sent = body.node().get(name);
    BigDecimal value;
    if (sent.isNull()) {
      value = BigDecimal.ZERO;
    } else if (sent.isString()) {
      String digits = sent.stringValue().strip();
      try {
        value = digits.isEmpty() ? BigDecimal.ZERO : new BigDecimal(digits);
      } catch (NumberFormatException noNumber) {
        throw body.refuse(name + " is not a number");
      }
    } else if (sent.isNumber()) {
      value = sent.decimalValue();
    } else {
      throw body.refuse(name + " is not a number");
    }
    return value.signum() < 0 ? NULL : Json.number(value);
  }

  private static void blankForOtherPlatforms(GroupRow row) {
    if (!row.platform().equals("openai")) {
      row.set("allow_messages_dispatch", Json.NODES.booleanNode(false));
      row.set("default_mapped_model", text(""));
      row.set("messages_dispatch_model_config", Json.object());
    }
  }
}
