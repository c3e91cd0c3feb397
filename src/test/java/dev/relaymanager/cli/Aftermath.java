package dev.relaymanager.cli;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.store.StateStore;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What is to be seen when all is over, on the host and in the record.
 *
 * @param things on the host, by kind and id; a fresh host's own are among them
 * @param recorded kind and id of all that is recorded as standing
 * @param states of the import and of its access; empty when none is known
 * @param unfinished intents that are open and batches that have not ended
 * @param plan what the next plan would do; empty for nothing
 */
record Aftermath(
    Map<String, String> things,
    List<String> recorded,
    List<String> states,
    List<String> unfinished,
    String plan) {
  private static final Map<ResourceType, String> KINDS =
      Map.of(
          ResourceType.GROUP, "groups",
          ResourceType.CHANNEL, "channels",
          ResourceType.PLAN, "payment/plans",
          ResourceType.ACCOUNT, "accounts",
          ResourceType.SUBSCRIPTION, "subscriptions");
  private static final Pattern KEY_FINGERPRINT = Pattern.compile("-[0-9a-f]{8}$");
  private static final Set<BatchState> UNFINISHED =
      EnumSet.of(
          BatchState.PENDING,
          BatchState.PREVIEWED,
          BatchState.RUNNING,
          BatchState.ROLLBACK_RUNNING);

  static Aftermath of(Scene scene) {
    Map<String, String> things = things(scene);
    Ran plan = scene.run("plan --detailed-exitcode");
    try (StateStore store = scene.store()) {
      List<String> unfinished = new ArrayList<>();
      store.journal().openIntents("prod").forEach(open -> unfinished.add(open.toString()));
      store.batches().page(null, null, null, 100).stream()
          .filter(batch -> UNFINISHED.contains(batch.state()))
          .forEach(batch -> unfinished.add(batch.toString()));
      List<String> states = new ArrayList<>();
      store
          .installs()
          .get("prod", "deepseek")
          .ifPresent(install -> states.add(install.state().toString()));
      store
          .closures()
          .latest("prod", "deepseek")
          .ifPresent(closure -> states.add(closure.state().toString()));
      List<String> recorded =
          store.resources().on("prod").stream().map(Aftermath::place).sorted().toList();
      return new Aftermath(
          things, recorded, states, unfinished, plan.exit() == 0 ? "" : plan.toString());
    }
  }

  private static String place(RecordedResource resource) {
    return KINDS.get(resource.key().type()) + " " + resource.hostId();
  }

  /** What stands on the host, by kind and id: what it is, whatever its id. */
  private static Map<String, String> things(Scene scene) {
    Map<String, String> things = new TreeMap<>();
    for (String kind : KINDS.values()) {
      JsonNode data =
          scene
              .host
              .backDoor()
              .byHand("GET", "/api/v1/admin/" + kind + "?page=1&page_size=1000", "")
              .path("data");
      for (JsonNode one : data.isArray() ? data : data.path("items")) {
        if (one.path("status").asString("").equals("revoked")) {
          continue; // newer hosts go on listing these, for good
        }
        long id = one.path("id").asLong();
        String what =
            switch (kind) {
              case "accounts" -> nameOf(one) + " " + scene.host.backDoor().accountKey(id);
              case "subscriptions" -> "user " + one.path("user_id").asLong();
              default -> one.path("name").asString();
            };
        things.put(kind + " " + id, kind + " " + what);
      }
    }
    return things;
  }

  /** Where an entry has many keys, their accounts' names are another manager's others. */
  private static String nameOf(JsonNode account) {
    return KEY_FINGERPRINT.matcher(account.path("name").asString()).replaceFirst("-…");
  }

  /**
   * What is wrong with it.
   *
   * @param wanted what an undisturbed run left behind
   */
  Faults faults(Aftermath wanted) {
    Map<String, Long> due = wanted.counts();
    Map<String, Long> there = counts();
    List<String> duplicates = new ArrayList<>();
    List<String> other = new ArrayList<>();
    there.forEach(
        (what, count) -> {
          if (count > 1) {
            duplicates.add(what + ", " + count + " times");
          }
        });
    due.keySet().stream()
        .filter(what -> !there.containsKey(what))
        .forEach(what -> other.add("missing: " + what));
    there.keySet().stream()
        .filter(what -> !due.containsKey(what))
        .forEach(what -> other.add("too much: " + what));
    List<String> orphans =
        things.entrySet().stream()
            .filter(thing -> !recorded.contains(thing.getKey()))
            .filter(thing -> !wanted.isFree(thing.getValue()))
            .map(Map.Entry::toString)
            .toList();
    List<String> lost = recorded.stream().filter(place -> !things.containsKey(place)).toList();
    unfinished.forEach(one -> other.add("unfinished: " + one));
    if (!states.equals(wanted.states())) {
      other.add("states " + states + " in place of " + wanted.states());
    }
    return new Faults(duplicates, orphans, lost, plan.isEmpty() ? List.of() : List.of(plan), other);
  }

  private Map<String, Long> counts() {
    return things.values().stream()
        .collect(Collectors.groupingBy(what -> what, LinkedHashMap::new, Collectors.counting()));
  }

  /** Whether such a thing is the host's own. */
  private boolean isFree(String what) {
    return things.entrySet().stream()
        .anyMatch(thing -> thing.getValue().equals(what) && !recorded.contains(thing.getKey()));
  }

  /**
   * Invariants that do not hold, each with what shows it.
   *
   * @param plans that are not empty
   */
  record Faults(
      List<String> duplicates,
      List<String> orphans,
      List<String> lost,
      List<String> plans,
      List<String> other) {
    static Faults of(Throwable notGoneOn) {
      return new Faults(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(String.valueOf(notGoneOn.getMessage())));
    }

    boolean none() {
      return duplicates.isEmpty()
          && orphans.isEmpty()
          && lost.isEmpty()
          && plans.isEmpty()
          && other.isEmpty();
    }
  }
}
