package dev.relaymanager.plan;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.model.Subscriber;
import dev.relaymanager.model.Value;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.PastChange;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.observed.RecordedResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans how a batch is taken back: its journal read backwards, against what the host holds now.
 * Pure.
 *
 * <p>What the batch made is deleted; if that includes the import's group, everything of ours in the
 * import goes, because nothing of it can serve without the group. What the batch changed gets its
 * earlier values. What it deleted is made again where that is possible.
 */
public final class RollbackPlanner {
  private static final String FORMER_KEY_AGAIN = "goes by its former key again";

  private final String host;
  private final String importName;
  private final Recorded recorded;
  private final Map<Thing, List<RecordedResource>> records;
  private final LiveHost live;
  private final Instant now;
  private final Recognition recognition;
  private final Set<Fingerprint> keysAtHand;
  private final Map<ResourceKey, PastChange> last = new HashMap<>();
  private final Map<Thing, ResourceKey> former = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Obstacle> obstacles = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** A thing on the host. */
  private record Thing(ResourceType type, long hostId) {
    static Thing of(PastChange change) {
      return new Thing(change.key().type(), change.hostId());
    }
  }

  private RollbackPlanner(
      String host,
      String importName,
      Recorded recorded,
      LiveHost live,
      PlanContext context,
      Set<Fingerprint> keysAtHand) {
    this.host = host;
    this.importName = importName;
    this.recorded = recorded;
    this.records =
        recorded.of(host, importName).stream()
            .collect(Collectors.groupingBy(one -> new Thing(one.key().type(), one.hostId())));
    this.live = live;
    this.now = context.now();
    this.recognition = new Recognition(live, context.installation());
    this.keysAtHand = Set.copyOf(keysAtHand);
  }

  /**
   * Plans. Subscriptions that would have ended by now are not made again, and things that carry
   * another manager's mark are left alone.
   *
   * @param past what the batch did and did not take back yet, oldest first
   * @param keysAtHand upstream keys that can be put back, by name
   */
  public static ImportPlan plan(
      String host,
      String importName,
      List<PastChange> past,
      Recorded recorded,
      LiveHost live,
      PlanContext context,
      Set<Fingerprint> keysAtHand) {
    RollbackPlanner planner =
        new RollbackPlanner(host, importName, recorded, live, context, keysAtHand);
    planner.planAll(past);
    return new ImportPlan(
        host, importName, null, planner.changes, List.of(), planner.obstacles, planner.notes);
  }

  private void planAll(List<PastChange> past) {
    // The earliest change of a resource says what it was before the batch.
    SequencedMap<ResourceKey, PastChange> first = new LinkedHashMap<>();
    past.forEach(
        change -> {
          first.putIfAbsent(change.key(), change);
          last.put(change.key(), change);
          if (change instanceof PastChange.Forgotten) {
            former.put(Thing.of(change), change.key());
          }
        });
    Set<ResourceKey> surplus = new LinkedHashSet<>();
    for (PastChange change : first.reversed().values()) {
      switch (change) {
        case PastChange.Created created -> takeAway(created, surplus);
        case PastChange.Adopted adopted -> restore(adopted, adopted.before(), true);
        case PastChange.Updated updated -> restore(updated, updated.before(), false);
        case PastChange.Deleted deleted -> remake(deleted);
        case PastChange.Forgotten forgotten -> {
          if (!goesByAnotherKey(forgotten)) {
            takeBackKey(forgotten);
          }
        }
      }
    }
    removeAll(surplus);
  }

  /** What was let go of stays so, unless that only ended a move of an earlier batch. */
  private void takeBackKey(PastChange.Forgotten forgotten) {
    Optional<RecordedResource> elsewhere = records(forgotten).stream().findFirst();
    Optional<LiveResource> standing = elsewhere.flatMap(recognition::standing);
    if (standing.isEmpty()) {
      notes.add(forgotten.key() + ": was let go of and stays so; adopt it to take it back");
    } else if (recorded.get(forgotten.key()).isEmpty()) {
      changes.add(
          new Change.Update(
              forgotten.key(),
              standing.get(),
              elsewhere.get().spec(),
              new TreeMap<>(),
              elsewhere.get().key(),
              FORMER_KEY_AGAIN));
    }
  }

  private void removeAll(Set<ResourceKey> made) {
    Set<ResourceKey> leaving = new HashSet<>(made);
    if (made.stream().anyMatch(key -> key.type() == ResourceType.GROUP)) {
      recorded.of(host, importName).forEach(resource -> leaving.add(resource.key()));
      changes.removeIf(change -> leaving.contains(change.key()));
      obstacles.removeIf(obstacle -> leaving.contains(obstacle.key()));
    }
    List<RecordedResource> surplus =
        leaving.stream()
            .sorted(DeletionOrder.BY_KEY)
            .flatMap(key -> recorded.get(key).stream())
            .toList();
    for (RecordedResource resource : surplus) {
      Optional<LiveResource> standing = recognition.standing(resource);
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
                Hidden.filled(standing.get().spec(), resource.spec()),
                Impacts.ofDeleting(standing.get(), surplus, live),
                why));
      }
    }
  }

  /** What the batch made goes, unless a later batch had to make it anew. */
  private void takeAway(PastChange.Created created, Set<ResourceKey> surplus) {
    Optional<RecordedResource> known = recorded.get(created.key());
    if (known.isPresent() && known.get().hostId() != created.hostId()) {
      notes.add(created.key() + ": was made anew by a later batch, and stays");
    } else {
      surplus.add(created.key());
    }
  }

  private void restore(PastChange change, ResourceSpec before, boolean letGo) {
    ResourceKey key = keyBefore(change);
    Optional<RecordedResource> known =
        records(change).stream().min(Comparator.comparingInt(one -> one.key().equals(key) ? 0 : 1));
    if (known.isEmpty()) {
      notes.add(change.key() + ": is ours no more, so it stays as it is");
      return;
    }
    Optional<LiveResource> standing = recognition.standing(known.get());
    if (standing.isEmpty()) {
      notes.add(change.key() + ": is gone from the host, so its earlier values cannot come back");
      return;
    }
    ResourceSpec after = after(last.getOrDefault(change.key(), change), before);
    Fingerprint earlier = keyOf(before);
    boolean rotated = keyOf(after) != null && !Objects.equals(earlier, keyOf(after));
    if (rotated && (earlier == null || !keysAtHand.contains(earlier))) {
      obstacles.add(
          new Obstacle(
              "key-was-rotated",
              change.key(),
              null,
              "the batch replaced its upstream key, and no revision at hand declares the earlier one",
              "revert the commit that changed the key and apply that, or go back to the revision"
                  + " that had it: relayctl rollback --to REVISION"));
      return;
    }
    SortedMap<String, FieldChange> fields = fieldsBack(before, after, standing.get());
    boolean isBack = known.get().key().equals(key);
    if (isBack) {
      records(change).stream()
          .filter(one -> !one.key().equals(key))
          .forEach(
              one ->
                  changes.add(
                      new Change.Forget(one.key(), one.hostId(), before, FORMER_KEY_AGAIN)));
    }
    if (!fields.isEmpty() || !isBack) {
      changes.add(
          new Change.Update(
              key,
              standing.get(),
              PlannedFields.of(before, known.get().spec(), fields.keySet()),
              fields,
              isBack ? null : known.get().key(),
              "changed by the batch"));
    }
    if (letGo) {
      changes.add(
          new Change.Forget(change.key(), change.hostId(), before, "taken over by the batch"));
    }
  }

  /** Under which keys of the import a thing is on record: two while it goes from one to another. */
  private List<RecordedResource> records(PastChange change) {
    return records.getOrDefault(Thing.of(change), List.of());
  }

  /** What is changed back: fields that the batch changed, and no others. */
  private static SortedMap<String, FieldChange> fieldsBack(
      ResourceSpec before, ResourceSpec after, LiveResource standing) {
    ResourceSpec found = Hidden.filled(standing.spec(), after);
    SortedMap<String, FieldChange> fields =
        new TreeMap<>(ThreeWay.compare(before, found, found).pending());
    SortedMap<String, Value> earlier = before.fields();
    SortedMap<String, Value> later = after.fields();
    fields.keySet().removeIf(name -> Objects.equals(earlier.get(name), later.get(name)));
    return fields;
  }

  private static ResourceSpec after(PastChange change, ResourceSpec otherwise) {
    return switch (change) {
      case PastChange.Created created -> created.after();
      case PastChange.Adopted adopted -> adopted.after();
      case PastChange.Updated updated -> updated.after();
      case PastChange.Deleted ignored -> otherwise;
      case PastChange.Forgotten ignored -> otherwise;
    };
  }

  /** The key by which the batch found a resource: it may have given it another in the import. */
  private ResourceKey keyBefore(PastChange change) {
    return Optional.ofNullable(former.get(Thing.of(change)))
        .filter(before -> before.importName().equals(change.key().importName()))
        // A batch that was killed between the two has not let go of the former key yet.
        .or(
            () ->
                records(change).stream()
                    .map(RecordedResource::key)
                    .filter(key -> !key.equals(change.key()))
                    .findFirst())
        .filter(
            before ->
                recorded.get(before).map(RecordedResource::hostId).orElse(change.hostId())
                    == change.hostId())
        .orElse(change.key());
  }

  /** Whether the batch let go of a key only because the resource got another. */
  private boolean goesByAnotherKey(PastChange.Forgotten forgotten) {
    return last.values().stream()
        .anyMatch(
            other ->
                other instanceof PastChange.Updated
                    && other.key().type() == forgotten.key().type()
                    && other.hostId() == forgotten.hostId());
  }

  private static @Nullable Fingerprint keyOf(ResourceSpec spec) {
    return spec instanceof ResourceSpec.Account account ? account.key() : null;
  }

  private void remake(PastChange.Deleted deleted) {
    ResourceKey key = deleted.key();
    if (recorded.get(key).isPresent()) {
      // An earlier rollback that stopped half-way, or a later batch, brought it back.
      return;
    }
    if (key.type() == ResourceType.PROBE_USER || key.type() == ResourceType.PROBE_KEY) {
      notes.add(key + ": the next apply makes it anew");
    } else if (key.type() == ResourceType.GROUP) {
      notes.add(key + ": a deleted group cannot come back; declare it again to make a new one");
    } else if (!standsItsGroup(deleted.before())) {
      notes.add(key + ": its group is gone, so it cannot come back");
    } else if (key.type() == ResourceType.SUBSCRIPTION && hasEnded(deleted.before())) {
      notes.add(key + ": would have ended by now, and stays away");
    } else if (key.type() == ResourceType.SUBSCRIPTION && !live.userIds().containsKey(key.name())) {
      notes.add(
          key
              + ": the host has no user with "
              + (Subscriber.id(key.name()).isPresent() ? "this id" : "this e-mail")
              + " any more");
    } else {
      changes.add(new Change.Create(key, deleted.before(), null, "deleted by the batch"));
    }
  }

  private boolean hasEnded(ResourceSpec spec) {
    return now != null
        && spec instanceof ResourceSpec.Subscription subscription
        && subscription.expiresAt() != null
        && !subscription.expiresAt().isAfter(now);
  }

  private boolean standsItsGroup(ResourceSpec spec) {
    return switch (spec) {
      case ResourceSpec.Group ignored -> true;
      case ResourceSpec.Channel channel -> channel.groups().stream().allMatch(this::stands);
      case ResourceSpec.Plan plan -> stands(plan.group());
      case ResourceSpec.Account account -> account.groups().stream().allMatch(this::stands);
      case ResourceSpec.Subscription subscription -> stands(subscription.group());
      case ResourceSpec.ProbeUser ignored -> true;
      case ResourceSpec.ProbeKey key -> stands(key.group());
    };
  }

  private boolean stands(Reference group) {
    return group instanceof Reference.Id id && live.get(ResourceType.GROUP, id.id()).isPresent();
  }
}
