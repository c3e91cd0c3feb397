package dev.relaymanager.engine;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.apply.Journal;
import dev.relaymanager.apply.Rollback;
import dev.relaymanager.apply.UpstreamKeys;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.LiveReader;
import dev.relaymanager.observed.Observed;
import dev.relaymanager.observed.PastChange;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.Guard;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.PlanContext;
import dev.relaymanager.plan.Refusal;
import dev.relaymanager.plan.RollbackPlanner;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.StateStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes batches back. */
final class Undoer {
  private static final Set<String> RULES_OF_ROLLBACK = Set.of("protect", "people", "accounts-left");

  private final StateStore store;
  private final HeldLease lease;
  private final String installation;
  private final InstantSource clock;
  private final EngineListener listener;

  Undoer(
      StateStore store,
      HeldLease lease,
      String installation,
      InstantSource clock,
      EngineListener listener) {
    this.store = store;
    this.lease = lease;
    this.installation = installation;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * A planned rollback.
   *
   * @param live what it was planned against
   * @param resumed whether an earlier one stopped half-way
   */
  record Undo(Batches.Batch batch, ImportPlan plan, LiveHost live, boolean resumed) {}

  static Batches.Batch batch(StateStore store, String batchId) {
    return store
        .batches()
        .get(batchId)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Problem.of(
                        "no-such-batch",
                        "there is no batch " + batchId,
                        "relayctl provider batches lists them")));
  }

  /**
   * Plans taking a batch back.
   *
   * @param keys for what it replaced or deleted
   */
  Undo plan(Batches.Batch batch, ConnectedHost host, KeyFinder keys) {
    BatchState state = batch.state();
    if (state == BatchState.ROLLED_BACK) {
      InstallStates.of(store, batch.header()).catchUp(clock.instant());
      throw new InvalidInputException(
          Problem.of(
              "rolled-back-already",
              "batch " + batch.header().id() + " is rolled back already",
              "there is nothing left to do"));
    }
    Recorded recorded = store.resources().recorded();
    Set<Long> groups =
        recorded.of(batch.header().host(), batch.header().importName()).stream()
            .filter(resource -> resource.key().type() == ResourceType.GROUP)
            .map(RecordedResource::hostId)
            .collect(Collectors.toSet());
    List<PastChange> past = past(batch);
    Map<String, Set<Long>> subscribers = new HashMap<>();
    for (PastChange change : past) {
      if (change instanceof PastChange.Deleted deleted
          && deleted.key().type() == ResourceType.SUBSCRIPTION) {
        subscribers.put(deleted.key().name(), Set.of(deleted.hostId()));
      }
    }
    LiveHost live =
        LiveReader.read(
            host.adapter(),
            new LiveReader.Wanted(
                subscribers, groups, ProbeUsers.mayStand(store, batch.header().host())));
    ImportPlan plan =
        RollbackPlanner.plan(
            batch.header().host(),
            batch.header().importName(),
            past,
            recorded,
            live,
            new PlanContext(installation, clock.instant()),
            keys.among(past.stream().flatMap(Undoer::keyBefore)));
    return new Undo(batch, plan, live, state == BatchState.ROLLBACK_RUNNING);
  }

  /**
   * Naming the batch allows what its taking back needs: that many deletions, and those that have no
   * way back. What the policy protects, and how many people may lose access, holds all the same.
   */
  List<Refusal> refusals(Loaded loaded, Undo undo, Set<String> allow) {
    Observed observed =
        new Observed(
            store.resources().recorded(), Map.of(), Map.of(undo.plan().host(), undo.live()));
    Plan plan = new Plan("", List.of(undo.plan()), new TreeMap<>());
    return new Guard(Applier.limits(loaded), allow)
        .checkPart(plan, observed).stream()
            .filter(refusal -> RULES_OF_ROLLBACK.contains(refusal.rule()))
            .toList();
  }

  /**
   * Carries it out and puts the revision into quarantine.
   *
   * @param revision the commit that the batch carried out; null when there is none
   * @param stop asked before every step
   */
  BatchResult run(
      Undo undo,
      ConnectedHost host,
      UpstreamKeys keys,
      @Nullable String revision,
      BooleanSupplier stop) {
    String batchId = undo.batch().header().id();
    if (!undo.plan().obstacles().isEmpty()) {
      throw new InvalidInputException(
          undo.plan().obstacles().stream()
              .map(
                  obstacle ->
                      Problem.of(
                          obstacle.code(),
                          obstacle.key() + ": " + obstacle.message(),
                          obstacle.fix()))
              .toList());
    }
    Journal journal = store.journal(lease.fencing());
    // Before the quarantine: what is in quarantine and not being taken back would stay for good.
    if (!undo.resumed()) {
      journal.moveBatch(batchId, BatchState.ROLLBACK_RUNNING, failure(undo.batch()));
    }
    // What came over the API with this batch goes with it; the rest of the import stays wanted.
    store.declarations(lease.fencing()).withdraw(batchId);
    if (revision != null) {
      store
          .revisions()
          .quarantine(
              undo.batch().header().host(), undo.batch().header().importName(), revision, batchId);
    }
    listener.begun(undo.plan().changes().size());
    return new Rollback(
            host.adapter(), journal, keys, listener, clock, installation, masks(undo.plan()))
        .run(batchId, undo.plan(), undo.live(), true, failure(undo.batch()), stop);
  }

  private Map<ResourceKey, String> masks(ImportPlan plan) {
    Map<ResourceKey, String> masks = new HashMap<>();
    for (Change change : plan.changes()) {
      if (change instanceof Change.Update update && update.movedFrom() != null) {
        store
            .resources()
            .get(update.movedFrom())
            .map(RecordedResource::keyMask)
            .ifPresent(mask -> masks.put(update.key(), mask));
      }
    }
    return masks;
  }

  /** What is wrong with the keys of a batch that succeeded in part is no reason of its rollback. */
  private static String failure(Batches.Batch batch) {
    return batch.state() == BatchState.PARTIALLY_SUCCEEDED ? "" : batch.detail();
  }

  /**
   * Takes back a strict batch that failed.
   *
   * @param keys for what the batch deleted and is made again
   */
  BatchResult undoFailed(
      String batchId, @Nullable ConnectedHost host, KeyFinder keys, @Nullable String revision) {
    if (host == null) {
      throw new IllegalStateException("a batch ran on a host that is not connected");
    }
    Undo undo = plan(batch(store, batchId), host, keys);
    return run(undo, host, keys, revision, () -> false);
  }

  /** The upstream key that an account held before a change. */
  private static Stream<Fingerprint> keyBefore(PastChange change) {
    ResourceSpec before =
        switch (change) {
          case PastChange.Adopted adopted -> adopted.before();
          case PastChange.Updated updated -> updated.before();
          case PastChange.Deleted deleted -> deleted.before();
          case PastChange.Created ignored -> null;
          case PastChange.Forgotten ignored -> null;
        };
    return before instanceof ResourceSpec.Account account
        ? Stream.ofNullable(account.key())
        : Stream.empty();
  }

  /** What the batch did and has not taken back yet. */
  private List<PastChange> past(Batches.Batch batch) {
    List<PastChange> past = new ArrayList<>();
    for (Batches.Item item : store.batches().items(batch.header().id())) {
      if (item.state() == Batches.ItemState.DONE && item.intent().phase() == Intent.Phase.APPLY) {
        pastChange(item).ifPresent(past::add);
      }
    }
    return past;
  }

  private static Optional<PastChange> pastChange(Batches.Item item) {
    Intent intent = item.intent();
    ResourceKey key = intent.key();
    @Nullable ResourceSpec before = intent.before();
    @Nullable ResourceSpec after = intent.after();
    @Nullable Long standing = item.hostId() == null ? intent.hostId() : item.hostId();
    if (standing == null) {
      return Optional.empty();
    }
    return switch (intent.action()) {
      case CREATE ->
          after == null
              ? Optional.empty()
              : Optional.of(new PastChange.Created(key, standing, after));
      case ADOPT ->
          before == null || after == null
              ? Optional.empty()
              : Optional.of(new PastChange.Adopted(key, standing, before, after));
      case UPDATE ->
          before == null || after == null
              ? Optional.empty()
              : Optional.of(new PastChange.Updated(key, standing, before, after));
      case DELETE ->
          before == null
              ? Optional.empty()
              : Optional.of(new PastChange.Deleted(key, standing, before));
      case FORGET ->
          before == null
              ? Optional.empty()
              : Optional.of(new PastChange.Forgotten(key, standing, before));
    };
  }
}
