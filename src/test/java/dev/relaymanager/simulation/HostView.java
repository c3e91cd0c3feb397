package dev.relaymanager.simulation;

import dev.relaymanager.sim.SimulatedHost;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What stands on the host and belongs to nobody else, as its administrator sees it: sorted into
 * imports by the group that it is in.
 */
final class HostView {
  private final SimulatedHost host;
  private final Map<Long, String> groups = new HashMap<>();
  private final Map<Long, String> users = new HashMap<>();
  private final SortedMap<String, Things> imports = new TreeMap<>();
  private final Map<String, Long> ids = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  private HostView(SimulatedHost host) {
    this.host = host;
  }

  static HostView of(SimulatedHost host, Strangers strangers) {
    HostView view = new HostView(host);
    all(host, "users").forEach(user -> view.users.put(id(user), user.path("email").asString()));
    for (JsonNode group : all(host, "groups")) {
      view.groups.put(id(group), group.path("name").asString());
    }
    for (Kind kind : Kind.values()) {
      for (JsonNode one : all(host, kind.path())) {
        if (!strangers.has(kind, id(one)) && kind.stands(one)) {
          view.add(kind, one);
        }
      }
    }
    view.lookForRepeatedKeys();
    return view;
  }

  /** By the name of the group. */
  SortedMap<String, Things> imports() {
    return imports;
  }

  /** What is there twice, or belongs to no group. */
  List<String> faults() {
    return faults;
  }

  /** The host's id of a thing. */
  long id(String importName, String address) {
    return ids.get(importName + " " + address);
  }

  /** Kind and id of a thing, if it is there. */
  Optional<String> place(String importName, String address) {
    return Optional.ofNullable(ids.get(importName + " " + address))
        .map(id -> Kind.of(address) + " #" + id);
  }

  static Collection<JsonNode> all(SimulatedHost host, String path) {
    JsonNode data =
        host.backDoor()
            .byHand("GET", "/api/v1/admin/" + path + "?page=1&page_size=1000", "")
            .path("data");
    List<JsonNode> found = new ArrayList<>();
    (data.isArray() ? data : data.path("items")).forEach(found::add);
    return found;
  }

  static long id(JsonNode one) {
    return one.path("id").asLong();
  }

  private void add(Kind kind, JsonNode one) {
    String group = kind.group(one, groups);
    if (group.isEmpty()) {
      faults.add(kind + " #" + id(one) + " " + one.path("name").asString("") + " is in no group");
      return;
    }
    String address = kind.address(one, group, users);
    Things things = imports.computeIfAbsent(group, name -> new Things());
    if (things.has(address)) {
      faults.add(address + " of " + group + " is there twice, also as #" + id(one));
      return;
    }
    ids.put(group + " " + address, id(one));
    fields(kind, one, things.at(address));
  }

  private void fields(Kind kind, JsonNode one, SortedMap<String, String> fields) {
    switch (kind) {
      case GROUPS -> {
        fields.put("name", one.path("name").asString());
        fields.put("description", one.path("description").asString());
        fields.put("rateMultiplier", decimal(one, "rate_multiplier"));
        fields.put("dailyLimitUsd", decimal(one, "daily_limit_usd"));
      }
      case CHANNELS -> {
        fields.put("name", one.path("name").asString());
        TreeSet<String> models = new TreeSet<>();
        one.path("model_pricing")
            .forEach(entry -> entry.path("models").forEach(model -> models.add(model.asString())));
        fields.put("prices", String.join(",", models));
      }
      case PLANS -> {
        fields.put("name", one.path("name").asString());
        fields.put("price", decimal(one, "price"));
        fields.put("days", one.path("validity_days").asString());
        fields.put("forSale", Boolean.toString(one.path("for_sale").asBoolean(false)));
      }
      case ACCOUNTS -> {
        fields.put("name", one.path("name").asString());
        fields.put(Things.KEY, host.backDoor().accountKey(id(one)));
        fields.put("concurrency", one.path("concurrency").asString());
        fields.put("priority", one.path("priority").asString());
        fields.put(
            "modelMapping",
            String.join(
                ",", new TreeSet<>(one.path("credentials").path("model_mapping").propertyNames())));
      }
      case SUBSCRIPTIONS ->
          fields.put(
              "expires",
              Long.toString(
                  Duration.between(
                          Instant.parse(one.path("starts_at").asString()),
                          Instant.parse(one.path("expires_at").asString()))
                      .toDays()));
    }
  }

  private void lookForRepeatedKeys() {
    Map<String, String> seen = new HashMap<>();
    imports.forEach(
        (name, things) ->
            things
                .all()
                .forEach(
                    (address, fields) -> {
                      String key = fields.get(Things.KEY);
                      if (key != null) {
                        String first = seen.putIfAbsent(key, name + " " + address);
                        if (first != null) {
                          faults.add(name + " " + address + " holds the key of " + first);
                        }
                      }
                    }));
  }

  static String decimal(JsonNode one, String field) {
    JsonNode value = one.path(field);
    return value.isNull() || value.isMissingNode()
        ? ""
        : new BigDecimal(value.asString()).stripTrailingZeros().toPlainString();
  }
}
