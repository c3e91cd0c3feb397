package dev.relaymanager.engine;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.apply.Executor;
import dev.relaymanager.apply.Journal;
import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.declared.ApiDocuments;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.desired.ImportMode;
import dev.relaymanager.desired.PackDocument;
import dev.relaymanager.desired.PolicyDocument;
import dev.relaymanager.git.Revision;
import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ProviderState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.plan.Guard;
import dev.relaymanager.plan.GuardLimits;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.plan.Refusal;
import dev.relaymanager.probe.Closure;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.KeyProofs;
import dev.relaymanager.store.Packs;
import dev.relaymanager.store.StateStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries a plan out and brings the record of states up to date. What it works with is safe for use
 * by many threads: imports may be carried out side by side.
 */
final class Applier {
  /** A line of a commit's message that lifts a refusal for that commit, as --allow for a run. */
  private static final String ALLOW_TRAILER = "Relay-Allow";

  private final StateStore store;
  private final HeldLease lease;
  private final String installation;
  private final KeyInspector inspector;
  private final InstantSource clock;
  private final EngineListener listener;
  private final AccessProver prover;
  private final Reversals reversals;

  Applier(
      StateStore store,
      HeldLease lease,
      String installation,
      KeyInspector inspector,
      InstantSource clock,
      EngineListener listener,
      AccessProver prover,
      Reversals reversals) {
    this.store = store;
    this.lease = lease;
    this.installation = installation;
    this.inspector = inspector;
    this.clock = clock;
    this.listener = listener;
    this.prover = prover;
    this.reversals = reversals;
  }

  /** What the policy of the revision lets pass. */
  static List<Refusal> refusals(Planned planned, ApplyOptions options) {
    Set<String> allowed = new HashSet<>(options.allow());
    Revision revision = planned.loaded().revision();
    if (revision != null) {
      allowed.addAll(revision.trailers(ALLOW_TRAILER));
    }
    if (planned.loaded().documents().policy().allowEmpty()) {
      allowed.add(Guard.ALLOW_EMPTY);
    }
    Guard guard = new Guard(limits(planned.loaded()), allowed);
    // A part that somebody named says nothing of whether the revision declares anything.
    return planned.selection().isAll()
        ? guard.check(planned.plan(), planned.observed())
        : guard.checkPart(planned.plan(), planned.observed());
  }

  static GuardLimits limits(Loaded loaded) {
    PolicyDocument policy = loaded.documents().policy();
    return new GuardLimits(
        policy.maxDeletes(),
        policy.maxDeletePercent(),
        policy.maxPeople(),
        policy.minAccountsLeft(),
        policy.protectedNames());
  }

  ApplyOutcome apply(Planned planned, ApplyOptions options) {
    List<Refusal> refusals = refusals(planned, options);
    if (!refusals.isEmpty()) {
      return new ApplyOutcome(List.of(), List.of(), new TreeMap<>(), refusals);
    }
    installPacks(store, planned.loaded());
    listener.begun(
        planned.plan().imports().stream()
            .filter(part -> part.obstacles().isEmpty())
            .mapToInt(Executor::size)
            .sum());
    try {
      letGoOfUnread(planned);
      return applyAll(planned, options);
    } finally {
      listener.finished();
    }
  }

  private void letGoOfUnread(Planned planned) {
    for (DesiredImport desired : planned.loaded().state().imports()) {
      if (planned.plan().unread().containsKey(desired.host())) {
        prover.letGo(desired.host(), desired.name(), "its host could not be read");
      }
    }
  }

  private ApplyOutcome applyAll(Planned planned, ApplyOptions options) {
    Ended all = new Ended();
    Set<String> changed = reversals.goOn(planned, options.stop(), all.rollbacks);
    List<ImportPlan> parts =
        planned.plan().imports().stream().filter(part -> !changed.contains(part.name())).toList();
    new Turns(() -> options.stop().getAsBoolean() || lease.isLost())
        .take(
            parts,
            part -> {
              Ended ended = new Ended();
              applyOne(planned, part, options, ended);
              return ended;
            })
        .forEach(all::add);
    return new ApplyOutcome(all.batches, all.rollbacks, all.closures, List.of());
  }

  /** What was done. Used by one thread. */
  private static final class Ended {
    private final List<BatchResult> batches = new ArrayList<>();
    private final List<BatchResult> rollbacks = new ArrayList<>();
    private final SortedMap<String, Closure> closures = new TreeMap<>();

    void add(Ended other) {
      batches.addAll(other.batches);
      rollbacks.addAll(other.rollbacks);
      closures.putAll(other.closures);
    }
  }

  private void applyOne(Planned planned, ImportPlan part, ApplyOptions options, Ended ended) {
    Instant begun = clock.instant();
    carryOut(planned, part, options, ended);
    endAnnounced(part, BatchState.SUCCEEDED, "");
    new ReconcileRuns(store).keep(planned, part, begun, clock.instant());
  }

  private void carryOut(Planned planned, ImportPlan part, ApplyOptions options, Ended ended) {
    InstallStates states = new InstallStates(store, part);
    if (part.desired() != null && part.desired().disabled()) {
      states.move(ProviderState.DISABLED, "switched off in its document");
      prover.letGo(part.host(), part.importName(), "it is switched off in its document");
      return;
    }
    if (!part.obstacles().isEmpty()) {
      states.blocked();
      endAnnounced(
          part,
          BatchState.FAILED,
          part.obstacles().stream()
              .map(obstacle -> obstacle.message() + " (" + obstacle.fix() + ")")
              .collect(Collectors.joining("\n")));
      prover.letGo(part.host(), part.importName(), "something stands in the way of the import");
      return;
    }
    if (part.isEmpty() && isQuarantined(part, planned)) {
      states.catchUp(clock.instant()); // nothing of it was looked at since it was rolled back
      return;
    }
    if (isStrict(part) && part.desired() != null && reversals.hasFailed(part)) {
      List<RecordedResource> accounts = reversals.accountsOfFailed(part);
      String refused =
          KeyInspector.refused(inspector.tryAccounts(planned, part, part.desired(), accounts));
      if (!refused.isEmpty()) {
        reversals.takeBack(planned, part, refused, ended.rollbacks);
        return;
      }
    }
    @Nullable BatchResult batch = null;
    if (!part.changes().isEmpty()) {
      states.beginning();
      batch = run(planned, part, options);
      ended.batches.add(batch);
      boolean goesOnLater = batch.isOutdated() || options.stop().getAsBoolean();
      if (batch.state() == BatchState.FAILED && isStrict(part) && !goesOnLater) {
        reversals.takeBack(planned, part, batch.detail(), ended.rollbacks);
        return;
      }
      if (batch.state() == BatchState.FAILED && goesOnLater) {
        states.stopped(batch);
        return;
      }
      if (batch.state() != BatchState.FAILED) {
        store.revisions().clear(part.host(), part.importName());
      }
    }
    if (batch != null) {
      forgetKeys(part);
    }
    if (part.desired() == null) {
      states.removed(batch);
      return;
    }
    // Without a batch the record of the plan still holds, and need not be read from disk.
    List<RecordedResource> recorded =
        batch == null
            ? planned.observed().recorded().of(part.host(), part.importName())
            : store.resources().of(part.host(), part.importName());
    HeldProofs proofs = HeldProofs.of(store, part.host(), part.importName());
    SortedMap<ResourceKey, KeyVerdict> verdicts =
        inspector.tryWhatIsDue(planned, part, part.desired(), recorded, proofs);
    if (!verdicts.isEmpty()) {
      proofs = HeldProofs.of(store, part.host(), part.importName());
    }
    Closure closure = prover.prove(planned, part, part.desired(), batch);
    ended.closures.put(part.name(), closure);
    AccountHealth health =
        new AccountHealth(proofs, planned.observed().live().get(part.host()), batch, verdicts);
    states.ended(batch, health.faults(recorded), closure, refusedBefore(planned, part));
  }

  /** Drops the proofs of keys that are neither held nor declared any more. */
  private void forgetKeys(ImportPlan part) {
    Set<KeyProofs.Key> kept = new HashSet<>();
    for (RecordedResource resource : store.resources().of(part.host(), part.importName())) {
      HeldProofs.key(resource.key(), resource.spec()).ifPresent(kept::add);
    }
    if (part.desired() != null) {
      for (DesiredResource resource : part.desired().resources()) {
        HeldProofs.key(resource.key(), resource.spec()).ifPresent(kept::add);
      }
    }
    store.keyProofs().forgetAllBut(part.host(), part.importName(), kept);
  }

  private BatchResult run(Planned planned, ImportPlan part, ApplyOptions options) {
    ConnectedHost host = planned.hosts().get(part.host());
    LiveHost live = planned.observed().live().get(part.host());
    if (host == null || live == null) {
      throw new IllegalStateException("a plan for a host that was not read: " + part.host());
    }
    BatchHeader header = header(planned, part);
    listener.stage("applying " + part.name() + " as batch " + header.id());
    StoredProbes probes = new StoredProbes(store, clock, header.id());
    try {
      return new Executor(
              host.adapter(),
              store.journal(lease.fencing()),
              inspector.keys(planned, part),
              inspector.trial(planned, part, host, probes),
              listener,
              clock,
              installation)
          .run(
              part,
              live,
              header,
              new Executor.Order(
                  isStrict(part), masks(part), options.stop(), hasAccounts(planned, part)));
    } finally {
      probes.flush();
    }
  }

  private BatchHeader header(Planned planned, ImportPlan part) {
    DesiredImport desired = part.desired();
    Revision revision = planned.loaded().revision();
    Optional<ApiDocuments.Import> owner = planned.loaded().apiOwner(part.importName());
    return new BatchHeader(
        announced(part).map(BatchHeader::id).orElseGet(() -> BatchIds.next(clock.instant())),
        part.host(),
        part.importName(),
        desired == null ? "" : desired.packId(),
        desired == null ? "" : desired.providerId(),
        (isStrict(part) ? ImportMode.STRICT : ImportMode.PARTIAL).name().toLowerCase(Locale.ROOT),
        owner
            .map(api -> BatchOrigin.ofApi(api.version(), planned.loaded().commitId()))
            .orElseGet(
                () ->
                    revision == null
                        ? BatchOrigin.ofFolder(planned.loaded().name())
                        : BatchOrigin.ofCommit(revision.commitId())),
        owner
            .map(ApiDocuments.Import::author)
            .orElseGet(
                () ->
                    revision == null
                        ? ""
                        : revision.authorName() + " <" + revision.authorMail() + ">"),
        clock.instant());
  }

  /** The batch that somebody who asked for this import over the API was told to follow. */
  private Optional<BatchHeader> announced(ImportPlan part) {
    return store.batches().in(BatchState.PENDING).stream()
        .map(Batches.Batch::header)
        .filter(
            header ->
                header.host().equals(part.host()) && header.importName().equals(part.importName()))
        .findFirst();
  }

  /** Ends an announced batch that was not begun, because there is nothing to be done for it. */
  private void endAnnounced(ImportPlan part, BatchState end, String detail) {
    announced(part)
        .ifPresent(
            header -> {
              Journal journal = store.journal(lease.fencing());
              if (end != BatchState.FAILED) {
                journal.moveBatch(header.id(), BatchState.PREVIEWED, "");
                journal.moveBatch(header.id(), BatchState.RUNNING, "");
              }
              journal.moveBatch(header.id(), end, detail);
              if (end == BatchState.FAILED) {
                // Whoever asked for it is told so, and would not expect it to happen later.
                store.declarations(lease.fencing()).withdraw(header.id());
              }
            });
  }

  private boolean isQuarantined(ImportPlan part, Planned planned) {
    return store
        .revisions()
        .quarantined(
            part.host(),
            part.importName(),
            Quarantined.revision(planned.loaded(), planned.plan(), part))
        .isPresent();
  }

  /** Accounts of a partial import that lack a declared key, because it was refused. */
  private static List<ResourceKey> refusedBefore(Planned planned, ImportPlan part) {
    return planned.observed().refusedKeys().keySet().stream()
        .filter(key -> key.host().equals(part.host()))
        .filter(key -> key.importName().equals(part.importName()))
        .sorted()
        .toList();
  }

  /** Whether accounts of the import stand on the host, whatever becomes of this plan. */
  private static boolean hasAccounts(Planned planned, ImportPlan part) {
    return planned.observed().recorded().of(part.host(), part.importName()).stream()
        .anyMatch(resource -> resource.key().type() == ResourceType.ACCOUNT);
  }

  private static boolean isStrict(ImportPlan part) {
    return part.desired() != null && part.desired().mode() == ImportMode.STRICT;
  }

  private static Map<ResourceKey, String> masks(ImportPlan part) {
    Map<ResourceKey, String> masks = new HashMap<>();
    if (part.desired() != null) {
      for (DesiredResource resource : part.desired().resources()) {
        if (resource.upstreamKey() != null) {
          masks.put(resource.key(), resource.upstreamKey().mask());
        }
      }
    }
    return masks;
  }

  static void installPacks(StateStore store, Loaded loaded) {
    Set<String> kept = new HashSet<>();
    for (PackDocument document : loaded.documents().packs()) {
      Pack pack = Objects.requireNonNull(loaded.packs().get(document.name()));
      if (!kept.add(pack.id() + " " + pack.version())) {
        // Another name of the same pack.
        continue;
      }
      store
          .packs()
          .install(
              new Packs.PackRecord(
                  pack.id(),
                  pack.version(),
                  pack.digest(),
                  document.source().toString(),
                  pack.hostVersions().text()),
              pack.providers().stream()
                  .map(
                      provider ->
                          new Packs.ProviderRecord(provider.id(), ProviderJson.of(provider)))
                  .toList());
    }
  }
}
