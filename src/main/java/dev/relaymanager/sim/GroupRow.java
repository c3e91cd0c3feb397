package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A group as stored; a deleted one stays, because other rows keep its id. Guarded by the state. */
final class GroupRow implements Row {
  final long id;
  final Instant created;
  String name;
  Instant updated;
  long sortOrder;
  boolean deleted;
  private final Map<String, JsonNode> fields = new LinkedHashMap<>();

  GroupRow(long id, String name, Instant now) {
    this.id = id;
    this.name = name;
    this.created = now;
    this.updated = now;
    GroupField.ALL.forEach(field -> fields.put(field.name(), field.initial()));
  }

  @Override
  public long id() {
    return id;
  }

  JsonNode get(String field) {
    JsonNode value = fields.get(field);
    if (value == null) {
      throw new IllegalArgumentException("a group has no field " + field);
    }
    return value;
  }

  void set(String field, JsonNode value) {
    fields.put(field, value);
  }

  String platform() {
    return get("platform").asString();
  }

  boolean active() {
    return get("status").asString().equals("active");
  }

  boolean bySubscription() {
    return get("subscription_type").asString().equals("subscription");
  }

  boolean exclusive() {
    return get("is_exclusive").asBoolean();
  }

  BigDecimal rate() {
    return get("rate_multiplier").decimalValue();
  }

  /** As it stands inside other answers. */
  ObjectNode openView(Habits habits) {
    ObjectNode view = Json.object().put("id", id).put("name", name);
    show(view, habits, false);
    return view.put("created_at", created.toString()).put("updated_at", updated.toString());
  }

  /** As the group routes show it to an administrator. */
  ObjectNode adminView(Habits habits) {
    ObjectNode view = openView(habits);
    show(view, habits, true);
    return view.put("sort_order", sortOrder);
  }

  private void show(ObjectNode view, Habits habits, boolean adminOnly) {
    for (GroupField field : GroupField.ALL) {
      if (field.adminOnly() == adminOnly && (!field.late() || habits.late())) {
        view.set(field.name(), get(field.name()));
      }
    }
  }
}
