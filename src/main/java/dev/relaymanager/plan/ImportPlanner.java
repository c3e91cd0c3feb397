package dev.relaymanager.plan;

import dev.relaymanager.desired.Deletion;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.desired.OnDrift;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ProbeEmail;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.model.Subscriber;
import dev.relaymanager.model.Value;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.Observed;
import dev.relaymanager.observed.RecordedResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans one import on one host. Used once, by one thread. */
final class ImportPlanner {
  private final String host;
  private final String importName;
  private final @Nullable DesiredImport desired;
  private final LiveHost live;
  private final Observed observed;
  private final PlanContext context;
  private final List<DesiredResource> wanted;
  private final Matches matches;
  private final Candidates candidates;
  private final Recognition recognition;

  private final List<Change> changes = new ArrayList<>();
  private final List<Drift> drift = new ArrayList<>();
  private final List<Obstacle> obstacles = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  ImportPlanner(
      String host,
      String importName,
      @Nullable DesiredImport desired,
      List<RecordedResource> recorded,
      LiveHost live,
      Observed observed,
      PlanContext context) {
    this.host = host;
    this.importName = importName;
    this.desired = desired;
    this.live = live;
    this.observed = observed;
    this.context = context;
    Subscribers subscribers = new Subscribers(live, recorded);
    this.wanted = subscribers.byEmail(desired == null ? List.of() : desired.resources());
    this.obstacles.addAll(subscribers.namedTwice(wanted));
    this.matches = Matches.of(wanted, recorded);
    this.recognition = new Recognition(live, context.installation());
    this.candidates = new Candidates(live, observed.recorded(), context.installation());
  }

  ImportPlan plan() {
    if (desired != null && desired.disabled()) {
      notes.add("disabled: left as it is");
      return result();
    }
    if (desired != null) {
      wanted.stream()
          .sorted(Comparator.comparing(DesiredResource::key))
          .forEach(resource -> planResource(desired, resource));
    }
    checkGroup();
    new Removals(
            desired,
            desired == null ? lastDeletion() : desired.deletion(),
            matches,
            recognition,
            live,
            context.now())
        .plan(changes, obstacles);
    return result();
  }

  private ImportPlan result() {
    // Nothing is carried out while something stands in the way, so nothing is put right either.
    List<Drift> reported = obstacles.isEmpty() ? drift : drift.stream().map(Drift::left).toList();
    return new ImportPlan(host, importName, desired, changes, reported, obstacles, notes);
  }

  private void planResource(DesiredImport owner, DesiredResource resource) {
    Optional<RecordedResource> recorded = matches.recordedFor(resource.key());
    Optional<LiveResource> standing =
        recorded.flatMap(recognition::standing).filter(found -> !isOfDeadProbe(resource, found));
    ResourceSpec wanted = inItsGroup(owner, resource.spec());
    if (wanted instanceof ResourceSpec.Subscription subscription) {
      Instant end =
          SubscriptionTerm.end(
              subscription,
              recorded.map(RecordedResource::spec).orElse(null),
              standing.orElse(null));
      boolean isExtended =
          recorded.isPresent()
              && standing.isPresent()
              && SubscriptionTerm.isExtendedAndRuns(
                  recorded.get().spec(), standing.get(), context.now());
      if (end != null && !end.isAfter(context.now()) && !isExtended) {
        planEnded(resource, subscription, end, recorded, standing);
        return;
      }
      wanted =
          new ResourceSpec.Subscription(
              subscription.name(), subscription.group(), subscription.days(), end);
    }
    if (recorded.isEmpty()) {
      planNew(owner, resource, wanted);
    } else if (standing.isEmpty()) {
      planGone(owner, resource, wanted, recorded.get());
    } else {
      planStanding(owner, resource, wanted, recorded.get(), standing.get());
    }
  }

  /** A host keeps the subscription of a user who was deleted, of no use to the next probe user. */
  private static boolean isOfDeadProbe(DesiredResource resource, LiveResource found) {
    return resource.key().type() == ResourceType.SUBSCRIPTION
        && resource.key().servesProof()
        && !found.spec().name().equals(resource.spec().name());
  }

  /** An ended grant is neither renewed nor reported; one that Git ends early is taken back. */
  private void planEnded(
      DesiredResource resource,
      ResourceSpec.Subscription wanted,
      Instant end,
      Optional<RecordedResource> recorded,
      Optional<LiveResource> standing) {
    LiveResource runs = standing.orElse(null);
    if (recorded.isEmpty()
        || runs == null
        || !SubscriptionTerm.isCutShort(end, context.now(), recorded.get().spec(), runs)) {
      notes.add(
          "the grant of %s ended on %s; extend it in its document to renew it"
              .formatted(wanted.name(), SubscriptionTerm.day(end)));
      return;
    }
    if (wanted.days() == null) {
      changes.add(
          new Change.Delete(
              recorded.get().key(),
              runs.id(),
              runs.spec(),
              Impacts.ofDeleting(runs, List.of(), live),
              "its last day, " + SubscriptionTerm.day(end) + ", is over"));
      return;
    }
    obstacles.add(
        new Obstacle(
            "grant-would-end",
            resource.key(),
            resource.place(),
            "%d days would have ended the grant of %s on %s already"
                .formatted(wanted.days(), wanted.name(), SubscriptionTerm.day(end)),
            "take the user out of the grant to end it now, or leave it more days"));
  }

  private void planNew(DesiredImport owner, DesiredResource resource, ResourceSpec wanted) {
    ResourceKey key = resource.key();
    if (wanted instanceof ResourceSpec.Account account
        && account.key() != null
        && account.key().equals(observed.refusedKeys().get(key))) {
      notes.add(
          key.name()
              + ": its key failed the proof when it was last tried; left out until the key changes"
              + " (relayctl apply --retry-refused tries it again)");
      return;
    }
    if (lacksItsUser(resource)) {
      return;
    }
    Optional<Candidates.Candidate> candidate = candidates.find(key, wanted);
    if (candidate.isEmpty()) {
      changes.add(
          new Change.Create(key, wanted, resource.place(), "declared at " + resource.place()));
      return;
    }
    LiveResource found = candidate.get().live();
    if (candidate.get().ours() || (owner.adopt() && candidate.get().adoptable())) {
      if (SubscriptionTerm.isExtended(wanted, found)) {
        obstacles.add(
            ExtendedByHand.obstacle(
                key, resource.place(), wanted, found, "it is not on record or not ours"));
        return;
      }
      SortedMap<String, FieldChange> fields = differences(found.spec(), wanted);
      String why =
          candidate.get().ours() ? "carries our mark, but was not recorded" : "adopt: true";
      changes.add(new Change.Adopt(key, found, wanted, fields, why));
      return;
    }
    obstacles.add(
        new Obstacle(
            "not-ours",
            key,
            resource.place(),
            "%s %s stands on host %s already (id %d) and is not ours"
                .formatted(
                    key.type().label().toLowerCase(java.util.Locale.ROOT),
                    Candidates.called(found),
                    host,
                    found.id()),
            candidate.get().adoptable()
                ? key.type() == ResourceType.SUBSCRIPTION
                    ? "take the user out of the grant, or say spec.adopt: true to take it over"
                    : "choose another name under spec.names, or say spec.adopt: true to take it over"
                : "it belongs to another import of this repository: choose another name"));
  }

  /** A subscription needs its user; says so when the host has none. */
  private boolean lacksItsUser(DesiredResource resource) {
    ResourceKey key = resource.key();
    if (key.type() != ResourceType.SUBSCRIPTION
        || live.userIds().containsKey(key.name())
        || ProbeEmail.isOne(key.name())) {
      return false;
    }
    obstacles.add(
        new Obstacle(
            "no-such-user",
            key,
            resource.place(),
            "host " + host + " has no user with " + Subscriber.shown(key.name()),
            Subscriber.id(key.name()).isPresent()
                ? "correct the id, or take it out of the grant"
                : "let the user register there, correct the e-mail, or take it out of the grant"));
    return true;
  }

  private void planGone(
      DesiredImport owner,
      DesiredResource resource,
      ResourceSpec wanted,
      RecordedResource recorded) {
    boolean correct = owner.onDrift() == OnDrift.CORRECT;
    drift.add(new Drift.Gone(resource.key(), recorded.hostId(), recorded.spec().name(), correct));
    if (correct
        && wanted instanceof ResourceSpec.Subscription
        && candidates.find(resource.key(), wanted).isPresent()) {
      // The user came by another one since, beside which the host keeps none (contract.md 4.6).
      planNew(owner, resource, wanted);
      return;
    }
    if (correct && !lacksItsUser(resource)) {
      changes.add(
          new Change.Create(
              resource.key(), wanted, resource.place(), "gone from the host; onDrift: correct"));
    }
  }

  private void planStanding(
      DesiredImport owner,
      DesiredResource resource,
      ResourceSpec declared,
      RecordedResource recorded,
      LiveResource standing) {
    ResourceKey key = resource.key();
    boolean extended = SubscriptionTerm.isExtended(recorded.spec(), standing);
    boolean correct = owner.onDrift() == OnDrift.CORRECT && !extended;
    ResourceSpec wanted = withUsableKey(key, declared, recorded.spec());
    ThreeWay compared = ThreeWay.compare(wanted, recorded.spec(), standing.spec());
    SortedMap<String, FieldChange> drifted = compared.changedOnHost();
    if (!drifted.isEmpty()) {
      drift.add(new Drift.Changed(key, standing.id(), recorded.spec().name(), drifted, correct));
    }
    if (!compared.conflicts().isEmpty() && !correct) {
      obstacles.add(
          new Obstacle(
              "changed-on-both-sides",
              key,
              resource.place(),
              "changed on the host and in Git, differently: "
                  + compared.undecided().entrySet().stream()
                      .map(field -> field.getKey() + " (" + field.getValue() + ")")
                      .collect(Collectors.joining(", ")),
              extended
                  ? "what somebody was given or paid for is not taken back: make Git say what the"
                      + " host has, or set the end on the host back to what was recorded"
                  : "make Git say what the host has, or say onDrift: correct to let Git win",
              compared.undecided()));
      return;
    }
    if (drifted.isEmpty() && recorded.key().equals(key) && observed.neverWorked(key)) {
      // As the run that made it would have done, had it come to the trial.
      changes.add(
          new Change.Delete(
              key, standing.id(), standing.spec(), Impact.NONE, "its key never worked"));
      return;
    }
    SortedMap<String, FieldChange> fields = new TreeMap<>(compared.pending());
    fields.putAll(compared.conflicts());
    if (correct) {
      fields.putAll(compared.corrections());
    }
    boolean moved = !recorded.key().equals(key);
    if (!fields.isEmpty() || compared.recordIsStale() || moved) {
      String why =
          moved
              ? "declared at " + resource.place()
              : why(resource, wanted, compared, fields.isEmpty());
      changes.add(
          new Change.Update(key, standing, wanted, fields, moved ? recorded.key() : null, why));
    }
  }

  /** A key that failed its proof does not take the place of one that served. */
  private ResourceSpec withUsableKey(
      ResourceKey key, ResourceSpec declared, ResourceSpec recorded) {
    if (declared instanceof ResourceSpec.Account wanted
        && recorded instanceof ResourceSpec.Account held
        && wanted.key() != null
        && !wanted.key().equals(held.key())
        && wanted.key().equals(observed.refusedKeys().get(key))) {
      notes.add(
          key.name()
              + ": its new key failed the proof when it was last tried; the account keeps the"
              + " earlier one until the key changes (relayctl apply --retry-refused tries it again)");
      return wanted.withKey(held.key());
    }
    return declared;
  }

  private static String why(
      DesiredResource resource, ResourceSpec wanted, ThreeWay compared, boolean recordOnly) {
    if (recordOnly) {
      return "stands as declared at " + resource.place() + "; only our record follows";
    }
    Set<String> asked = compared.pending().keySet();
    if (asked.isEmpty()) {
      return "changed on the host; onDrift: correct";
    }
    boolean newGroup = wanted.fields().values().stream().anyMatch(ImportPlanner::isYetToBeMade);
    return newGroup && Set.of("group", "groups").containsAll(asked)
        ? "its group is made anew"
        : "declared at " + resource.place();
  }

  private static boolean isYetToBeMade(Value value) {
    return switch (value) {
      case Value.Link link -> link.target() instanceof Reference.To;
      case Value.Items items -> items.items().stream().anyMatch(ImportPlanner::isYetToBeMade);
      case Value.Text ignored -> false;
      case Value.Decimal ignored -> false;
      case Value.Flag ignored -> false;
      case Value.Date ignored -> false;
      case Value.Sensitive ignored -> false;
      case Value.Entries ignored -> false;
    };
  }

  /** Nothing of an import can be made in a group that is gone. */
  private void checkGroup() {
    ResourceKey key = ResourceKey.group(host, importName);
    Optional<RecordedResource> group = matches.recordedFor(key);
    boolean remade = changes.stream().anyMatch(change -> change.key().equals(key));
    if (group.isEmpty() || remade || recognition.standing(group.get()).isPresent()) {
      return;
    }
    long waiting = changes.stream().filter(ImportPlanner::needsItsGroup).count();
    if (waiting > 0) {
      obstacles.add(
          new Obstacle(
              "group-gone",
              key,
              null,
              "group %s (#%d) is gone from host %s, and %d of the changes would be made in it"
                  .formatted(group.get().spec().name(), group.get().hostId(), host, waiting),
              "say onDrift: correct to make it anew, or take the import out"));
    }
  }

  private static boolean needsItsGroup(Change change) {
    return switch (change) {
      case Change.Create ignored -> true;
      case Change.Adopt ignored -> true;
      case Change.Update update -> !update.fields().isEmpty();
      case Change.Delete ignored -> false;
      case Change.Forget ignored -> false;
    };
  }

  private Deletion lastDeletion() {
    return context.lastDeletion().getOrDefault(host + "/" + importName, Deletion.PRUNE);
  }

  /** Points at the import's group, and a probe user's key at its user. */
  private ResourceSpec inItsGroup(DesiredImport owner, ResourceSpec spec) {
    if (spec.type() == ResourceType.GROUP) {
      return spec;
    }
    ResourceSpec placed = spec.inGroup(pointer(owner, ResourceKey.group(host, owner.name())));
    return placed instanceof ResourceSpec.ProbeKey key
        ? key.of(pointer(owner, ResourceKey.probeUser(host, owner.name())))
        : placed;
  }

  /** By its id where it stands, by our name of it where it will. */
  private Reference pointer(DesiredImport owner, ResourceKey key) {
    Optional<RecordedResource> recorded = matches.recordedFor(key);
    if (recorded.isPresent()) {
      boolean stands = recognition.standing(recorded.get()).isPresent();
      boolean remade = !stands && owner.onDrift() == OnDrift.CORRECT;
      return remade ? new Reference.To(key) : new Reference.Id(recorded.get().hostId());
    }
    for (Change change : changes) {
      if (change instanceof Change.Adopt adopted && adopted.key().equals(key)) {
        return new Reference.Id(adopted.live().id());
      }
    }
    return new Reference.To(key);
  }

  private static SortedMap<String, FieldChange> differences(
      ResourceSpec found, ResourceSpec wanted) {
    return ThreeWay.compare(wanted, found, found).pending();
  }
}
