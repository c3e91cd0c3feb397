package dev.relaymanager.simulation;

import dev.relaymanager.sim.SimulatedHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is on the host and is none of ours: its users, and things that other people made. */
final class Strangers {
  /** What the host shows of other things inside a thing. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "group",
          "groups",
          "account_groups",
          "user",
          "assigned_by_user",
          "group_name",
          "account_count",
          "active_account_count",
          "rate_limited_account_count");

  private final SimulatedHost host;
  private final SortedMap<String, JsonNode> seen = new TreeMap<>();

  /** All that is there now. */
  Strangers(SimulatedHost host) {
    this.host = host;
    for (Kind kind : Kind.values()) {
      HostView.all(host, kind.path()).forEach(one -> take(kind.path(), one));
    }
    HostView.all(host, "users").forEach(one -> take("users", one));
  }

  /** Makes a thing of somebody else's; gives its id. */
  long make(Kind kind, String path, String json) {
    long id =
        HostView.id(host.backDoor().byHand("POST", "/api/v1/admin/" + path, json).path("data"));
    host.awaitProbes();
    take(kind, id);
    return id;
  }

  /** From now on it is none of ours. */
  void take(Kind kind, long id) {
    HostView.all(host, kind.path()).stream()
        .filter(one -> HostView.id(one) == id)
        .findFirst()
        .ifPresentOrElse(
            one -> take(kind.path(), one),
            () -> {
              throw new IllegalStateException("no " + kind + " #" + id);
            });
  }

  private void take(String path, JsonNode one) {
    seen.put(path + " " + HostView.id(one), withoutOthers(one));
  }

  boolean has(Kind kind, long id) {
    return seen.containsKey(kind.path() + " " + id);
  }

  /** A thing that goes by a name. */
  Optional<Long> named(Kind kind, String name) {
    return seen.entrySet().stream()
        .filter(one -> one.getKey().startsWith(kind.path() + " "))
        .filter(one -> one.getValue().path("name").asString("").equals(name))
        .map(one -> HostView.id(one.getValue()))
        .findFirst();
  }

  /** It is ours now. */
  void release(Kind kind, long id) {
    if (seen.remove(kind.path() + " " + id) == null) {
      throw new IllegalStateException("no stranger: " + kind + " #" + id);
    }
  }

  /** What is not as it was. */
  List<String> touched() {
    SortedMap<String, JsonNode> now = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      HostView.all(host, kind.path())
          .forEach(one -> now.put(kind.path() + " " + HostView.id(one), withoutOthers(one)));
    }
    HostView.all(host, "users")
        .forEach(one -> now.put("users " + HostView.id(one), withoutOthers(one)));
    List<String> touched = new ArrayList<>();
    seen.forEach(
        (thing, before) -> {
          JsonNode after = now.get(thing);
          if (!before.equals(after)) {
            touched.add("not ours and touched: " + thing + ": " + difference(before, after));
          }
        });
    return touched;
  }

  private static String difference(JsonNode before, JsonNode after) {
    if (after == null) {
      return "gone, was " + before;
    }
    List<String> fields = new ArrayList<>();
    Stream.concat(before.propertyNames().stream(), after.propertyNames().stream())
        .distinct()
        .filter(name -> !before.path(name).equals(after.path(name)))
        .forEach(
            name -> fields.add(name + " was " + before.path(name) + " and is " + after.path(name)));
    return String.join(", ", fields);
  }

  private static JsonNode withoutOthers(JsonNode one) {
    ObjectNode copy = ((ObjectNode) one).deepCopy();
    copy.remove(OF_OTHERS);
    return copy;
  }
}
