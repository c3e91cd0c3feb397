package dev.relaymanager.plan;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.PastChange;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.observed.RecordedResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;

/**
 * Plans how a batch is taken back: its journal read backwards, against what the host holds now.
 * Pure.
 *
 * <p>What the batch made is deleted; if that includes the import's group, everything of ours in the
 * import goes, because nothing of it can serve without the group. What the batch changed gets its
 * earlier values. What it deleted is made again where that is possible.
 */
public final class RollbackPlanner {
  private final String host;
  private final String importName;
  private final Recorded recorded;
  private final LiveHost live;
  private final List<Change> changes = new ArrayList<>();
  private final List<Obstacle> obstacles = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private RollbackPlanner(String host, String importName, Recorded recorded, LiveHost live) {
    this.host = host;
    this.importName = importName;
    this.recorded = recorded;
    this.live = live;
  }

  /**
   * Plans.
   *
   * @param past what the batch did and did not take back yet, oldest first
   */
  public static ImportPlan plan(
      String host, String importName, List<PastChange> past, Recorded recorded, LiveHost live) {
    RollbackPlanner planner = new RollbackPlanner(host, importName, recorded, live);
    planner.planAll(past);
    return new ImportPlan(
        host, importName, null, planner.changes, List.of(), planner.obstacles, planner.notes);
  }

  private void planAll(List<PastChange> past) {
    // The earliest change of a resource says what it was before the batch.
    SequencedMap<ResourceKey, PastChange> first = new LinkedHashMap<>();
    past.forEach(change -> first.putIfAbsent(change.key(), change));
    Set<ResourceKey> surplus = new LinkedHashSet<>();
    for (PastChange change : first.reversed().values()) {
      switch (change) {
        case PastChange.Created created -> surplus.add(created.key());
        case PastChange.Adopted adopted -> restore(adopted, adopted.before(), true);
        case PastChange.Updated updated -> restore(updated, updated.before(), false);
        case PastChange.Deleted deleted -> remake(deleted);
        case PastChange.Forgotten forgotten ->
            notes.add(forgotten.key() + ": was let go of and stays so; adopt it to take it back");
      }
    }
    removeAll(surplus);
  }

  private void removeAll(Set<ResourceKey> made) {
    Set<ResourceKey> leaving = new HashSet<>(made);
    if (made.stream().anyMatch(key -> key.type() == ResourceType.GROUP)) {
      recorded.of(host, importName).forEach(resource -> leaving.add(resource.key()));
      changes.removeIf(change -> leaving.contains(change.key()));
    }
    List<RecordedResource> surplus =
        leaving.stream()
            .sorted(Comparator.<ResourceKey>naturalOrder().reversed())
            .flatMap(key -> recorded.get(key).stream())
            .toList();
    for (RecordedResource resource : surplus) {
      Optional<LiveResource> standing = live.get(resource.key().type(), resource.hostId());
      String why = made.contains(resource.key()) ? "made by the batch" : "needs the batch's group";
      if (standing.isEmpty()) {
        changes.add(
            new Change.Forget(
                resource.key(), resource.hostId(), resource.spec(), why + "; gone already"));
      } else {
        changes.add(
            new Change.Delete(
                resource.key(),
                resource.hostId(),
                standing.get().spec(),
                Impacts.ofDeleting(standing.get(), surplus, live),
                why));
      }
    }
  }

  private void restore(PastChange change, ResourceSpec before, boolean letGo) {
    Optional<LiveResource> standing = live.get(change.key().type(), change.hostId());
    if (standing.isEmpty()) {
      notes.add(change.key() + ": is gone from the host, so its earlier values cannot come back");
      return;
    }
    SortedMap<String, FieldChange> fields =
        ThreeWay.compare(before, standing.get().spec(), standing.get().spec()).pending();
    if (fields.containsKey("apiKey")) {
      obstacles.add(
          new Obstacle(
              "key-was-rotated",
              change.key(),
              null,
              "the batch replaced its upstream key, and the earlier one is only in Git's history",
              "revert the commit that changed the key and apply that"));
      return;
    }
    if (!fields.isEmpty()) {
      changes.add(
          new Change.Update(
              change.key(), standing.get(), before, fields, null, "changed by the batch"));
    }
    if (letGo) {
      changes.add(
          new Change.Forget(change.key(), change.hostId(), before, "taken over by the batch"));
    }
  }

  private void remake(PastChange.Deleted deleted) {
    if (deleted.key().type() == ResourceType.GROUP) {
      notes.add(
          deleted.key() + ": a deleted group cannot come back; declare it again to make a new one");
      return;
    }
    changes.add(new Change.Create(deleted.key(), deleted.before(), null, "deleted by the batch"));
  }
}
