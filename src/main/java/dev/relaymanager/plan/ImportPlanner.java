package dev.relaymanager.plan;

import dev.relaymanager.desired.Deletion;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.desired.OnDrift;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.Observed;
import dev.relaymanager.observed.RecordedResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans one import on one host. Used once, by one thread. */
final class ImportPlanner {
  private final String host;
  private final String importName;
  private final @Nullable DesiredImport desired;
  private final LiveHost live;
  private final Observed observed;
  private final PlanContext context;
  private final Matches matches;
  private final Candidates candidates;

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
    this.matches = Matches.of(desired == null ? List.of() : desired.resources(), recorded);
    this.candidates = new Candidates(live, observed.recorded(), context.installation());
  }

  ImportPlan plan() {
    if (desired != null && desired.disabled()) {
      notes.add("disabled: left as it is");
      return result();
    }
    if (desired != null) {
      desired.resources().stream()
          .sorted(Comparator.comparing(DesiredResource::key))
          .forEach(resource -> planResource(desired, resource));
    }
    planRemovals();
    return result();
  }

  private ImportPlan result() {
    return new ImportPlan(host, importName, desired, changes, drift, obstacles, notes);
  }

  private void planResource(DesiredImport owner, DesiredResource resource) {
    Optional<RecordedResource> recorded = matches.recordedFor(resource.key());
    ResourceSpec wanted = inItsGroup(owner, resource.spec());
    if (wanted instanceof ResourceSpec.Subscription subscription) {
      Optional<ResourceSpec> term =
          SubscriptionTerm.resolve(
              subscription, recorded.map(RecordedResource::spec), context.now(), notes);
      if (term.isEmpty()) {
        return;
      }
      wanted = term.get();
    }
    if (recorded.isEmpty()) {
      planNew(owner, resource, wanted);
      return;
    }
    Optional<LiveResource> standing = live.get(resource.key().type(), recorded.get().hostId());
    if (standing.isEmpty()) {
      planGone(owner, resource, wanted, recorded.get());
    } else {
      planStanding(owner, resource, wanted, recorded.get(), standing.get());
    }
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
    if (wanted instanceof ResourceSpec.Subscription && !live.userIds().containsKey(key.name())) {
      obstacles.add(
          new Obstacle(
              "no-such-user",
              key,
              resource.place(),
              "host " + host + " has no user with the e-mail " + key.name(),
              "let the user register there, correct the e-mail, or take it out of the grant"));
      return;
    }
    Optional<Candidates.Candidate> candidate = candidates.find(key, wanted);
    if (candidate.isEmpty()) {
      changes.add(
          new Change.Create(key, wanted, resource.place(), "declared at " + resource.place()));
      return;
    }
    LiveResource found = candidate.get().live();
    if (candidate.get().ours() || owner.adopt()) {
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
                ? "choose another name under spec.names, or say spec.adopt: true to take it over"
                : "it belongs to another import of this repository: choose another name"));
  }

  private void planGone(
      DesiredImport owner,
      DesiredResource resource,
      ResourceSpec wanted,
      RecordedResource recorded) {
    boolean correct = owner.onDrift() == OnDrift.CORRECT;
    drift.add(new Drift.Gone(resource.key(), recorded.hostId(), recorded.spec().name(), correct));
    if (correct) {
      changes.add(
          new Change.Create(
              resource.key(), wanted, resource.place(), "gone from the host; onDrift: correct"));
    }
  }

  private void planStanding(
      DesiredImport owner,
      DesiredResource resource,
      ResourceSpec wanted,
      RecordedResource recorded,
      LiveResource standing) {
    ResourceKey key = resource.key();
    boolean correct = owner.onDrift() == OnDrift.CORRECT;
    ThreeWay compared = ThreeWay.compare(wanted, recorded.spec(), standing.spec());
    if (!compared.drift().isEmpty()) {
      drift.add(
          new Drift.Changed(key, standing.id(), recorded.spec().name(), compared.drift(), correct));
    }
    if (!compared.conflicts().isEmpty() && !correct) {
      obstacles.add(
          new Obstacle(
              "changed-on-both-sides",
              key,
              resource.place(),
              "changed on the host and in Git, differently: "
                  + String.join(", ", compared.conflicts().keySet()),
              "make Git say what the host has, or say onDrift: correct to let Git win"));
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
          compared.pending().isEmpty() && !compared.drift().isEmpty()
              ? "changed on the host; onDrift: correct"
              : "declared at " + resource.place();
      changes.add(
          new Change.Update(key, standing, wanted, fields, moved ? recorded.key() : null, why));
    }
  }

  private void planRemovals() {
    List<RecordedResource> surplus =
        matches.surplus().stream()
            .sorted(Comparator.comparing(RecordedResource::key).reversed())
            .toList();
    if (surplus.isEmpty()) {
      return;
    }
    Deletion deletion = desired == null ? Deletion.PRUNE : desired.deletion();
    String why = desired == null ? "its import is declared no more" : "declared no more";
    for (RecordedResource resource : surplus) {
      Optional<LiveResource> standing = live.get(resource.key().type(), resource.hostId());
      if (standing.isEmpty()) {
        changes.add(forget(resource, why + "; gone from the host already"));
        continue;
      }
      switch (deletion) {
        case PRUNE ->
            changes.add(
                new Change.Delete(
                    resource.key(),
                    resource.hostId(),
                    standing.get().spec(),
                    Impacts.ofDeleting(standing.get(), surplus, live),
                    why));
        case ORPHAN -> changes.add(forget(resource, why + "; deletion: orphan"));
        case PROTECT ->
            obstacles.add(
                new Obstacle(
                    "protected",
                    resource.key(),
                    null,
                    resource.spec().name() + " is declared no more, but deletion: protect holds",
                    "declare it again, or say deletion: prune or orphan"));
      }
    }
  }

  private static Change.Forget forget(RecordedResource resource, String why) {
    return new Change.Forget(resource.key(), resource.hostId(), resource.spec(), why);
  }

  /** Points at the import's group by its id where it stands, by our name of it where it will. */
  private ResourceSpec inItsGroup(DesiredImport owner, ResourceSpec spec) {
    if (spec.type() == ResourceType.GROUP) {
      return spec;
    }
    ResourceKey group = ResourceKey.group(host, owner.name());
    Optional<RecordedResource> recorded = matches.recordedFor(group);
    if (recorded.isPresent()) {
      boolean stands = live.get(ResourceType.GROUP, recorded.get().hostId()).isPresent();
      boolean remade = !stands && owner.onDrift() == OnDrift.CORRECT;
      return spec.inGroup(
          remade ? new Reference.To(group) : new Reference.Id(recorded.get().hostId()));
    }
    for (Change change : changes) {
      if (change instanceof Change.Adopt adopted && adopted.key().equals(group)) {
        return spec.inGroup(new Reference.Id(adopted.live().id()));
      }
    }
    return spec.inGroup(new Reference.To(group));
  }

  private static SortedMap<String, FieldChange> differences(
      ResourceSpec found, ResourceSpec wanted) {
    return ThreeWay.compare(wanted, found, found).pending();
  }
}
