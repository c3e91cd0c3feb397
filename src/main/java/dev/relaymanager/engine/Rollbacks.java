package dev.relaymanager.engine;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.git.Mirror;
import dev.relaymanager.git.Revision;
import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.observed.LiveReader;
import dev.relaymanager.plan.GuardRefusedException;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Refusal;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.StateStore;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** Takes batches back because somebody asked for it. */
final class Rollbacks {
  private final StateStore store;
  private final Undoer undoer;
  private final Unfinished unfinished;
  private final KeySources sources;
  private final Function<String, ConnectedHost> hosts;
  private final InstantSource clock;
  private final EngineListener listener;

  /**
   * Rollbacks on the hosts of one revision.
   *
   * @param hosts connects to one by its name
   */
  Rollbacks(
      StateStore store,
      Undoer undoer,
      Unfinished unfinished,
      KeySources sources,
      Function<String, ConnectedHost> hosts,
      InstantSource clock,
      EngineListener listener) {
    this.store = store;
    this.undoer = undoer;
    this.unfinished = unfinished;
    this.sources = sources;
    this.hosts = hosts;
    this.clock = clock;
    this.listener = listener;
  }

  /** {@link Engine#batchesSince}. */
  static List<Batches.Batch> since(StateStore store, Mirror mirror, Revision revision) {
    return store.batches().page(null, null, null, Integer.MAX_VALUE).stream()
        .filter(batch -> batch.state() != BatchState.ROLLED_BACK)
        .filter(
            batch ->
                BatchOrigin.commit(batch.header().origin())
                    .filter(commit -> !mirror.isDescendant(revision, commit))
                    .isPresent())
        .toList();
  }

  /** {@link Engine#planRollback}. */
  Plan plan(Loaded loaded, Loaded keysFrom, String batchId) {
    ImportPlan plan = prepare(loaded, keysFrom, batchId).undo().plan();
    return new Plan(
        "rollback of " + batchId,
        List.of(loaded.state().find(plan.host(), plan.importName()).map(plan::of).orElse(plan)),
        new TreeMap<>());
  }

  /** {@link Engine#rollback}. */
  BatchResult run(Loaded loaded, Loaded keysFrom, String batchId, ApplyOptions options) {
    Prepared prepared = prepare(loaded, keysFrom, batchId);
    List<Refusal> refusals = undoer.refusals(loaded, prepared.undo(), options.allow());
    if (!refusals.isEmpty()) {
      throw new GuardRefusedException(refusals);
    }
    BatchResult result;
    try {
      result =
          undoer.run(
              prepared.undo(),
              prepared.host(),
              prepared.keys(),
              loaded.revisionOf(prepared.undo().plan().importName()),
              options.stop());
    } finally {
      listener.finished();
    }
    new InstallStates(store, prepared.undo().plan()).takenBack(result, clock.instant());
    return result;
  }

  private record Prepared(ConnectedHost host, KeyFinder keys, Undoer.Undo undo) {}

  private Prepared prepare(Loaded loaded, Loaded keysFrom, String batchId) {
    ConnectedHost host = hosts.apply(Undoer.batch(store, batchId).header().host());
    settle(host);
    Batches.Batch batch = Undoer.batch(store, batchId);
    KeyFinder keys =
        sources.of(batch.header().host(), batch.header().importName(), batchId, keysFrom, loaded);
    return new Prepared(host, keys, undoer.plan(batch, host, keys));
  }

  /** A batch is only taken back when it is known what it did. */
  private void settle(ConnectedHost host) {
    String name = host.document().name();
    if (unfinished.isThere(name)) {
      unfinished.settle(
          name,
          LiveReader.read(
              host.adapter(), LiveReader.Wanted.lists(ProbeUsers.mayStand(store, name))));
    }
  }
}
