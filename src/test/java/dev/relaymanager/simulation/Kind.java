package dev.relaymanager.simulation;

import dev.relaymanager.model.ResourceType;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A kind of thing on the host. */
enum Kind {
  GROUPS("groups", ResourceType.GROUP),
  CHANNELS("channels", ResourceType.CHANNEL),
  PLANS("payment/plans", ResourceType.PLAN),
  ACCOUNTS("accounts", ResourceType.ACCOUNT),
  SUBSCRIPTIONS("subscriptions", ResourceType.SUBSCRIPTION);

  private final String path;
  private final ResourceType type;

  Kind(String path, ResourceType type) {
    this.path = path;
    this.type = type;
  }

  /** Below {@code /api/v1/admin/}. */
  String path() {
    return path;
  }

  ResourceType type() {
    return type;
  }

  static Kind of(ResourceType type) {
    for (Kind kind : values()) {
      if (kind.type == type) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind for " + type);
  }

  /** Which kind a thing of an import is. */
  static Kind of(String address) {
    return switch (address) {
      case Things.GROUP -> GROUPS;
      case Things.CHANNEL -> CHANNELS;
      case Things.PLAN -> PLANS;
      default -> address.startsWith(Things.ACCOUNT) ? ACCOUNTS : SUBSCRIPTIONS;
    };
  }

  /** A revoked subscription is only kept for the record. */
  boolean stands(JsonNode one) {
    return this != SUBSCRIPTIONS || !one.path("status").asString().equals("revoked");
  }

  /** The name of the group that a thing is in; empty when it is in none. */
  String group(JsonNode one, Map<Long, String> groups) {
    return switch (this) {
      case GROUPS -> one.path("name").asString();
      case CHANNELS, ACCOUNTS -> groups.getOrDefault(one.path("group_ids").path(0).asLong(), "");
      case PLANS, SUBSCRIPTIONS -> groups.getOrDefault(one.path("group_id").asLong(), "");
    };
  }

  /** Its address in the import whose group it is in. */
  String address(JsonNode one, String group, Map<Long, String> users) {
    return switch (this) {
      case GROUPS -> Things.GROUP;
      case CHANNELS -> Things.CHANNEL;
      case PLANS -> Things.PLAN;
      case ACCOUNTS -> Things.account(one.path("name").asString(), group);
      case SUBSCRIPTIONS -> Things.SUBSCRIPTION + users.get(one.path("user_id").asLong());
    };
  }
}
