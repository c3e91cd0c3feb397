package dev.relaymanager.simulation;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.engine.Recoverer;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.plan.GuardRefusedException;
import dev.relaymanager.plan.Refusal;
import dev.relaymanager.plan.Selection;
import dev.relaymanager.store.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The commands that people and the daemon give, on the way that they take through the engine. */
final class Operator {
  /** Tries also what was rolled back or refused before. */
  static final PlanOptions ONCE_MORE = new PlanOptions(true, true, Selection.ALL);

  private Operator() {}

  /**
   * What came of it.
   *
   * @param said in short
   * @param loaded the revision that it was done for
   */
  record Applied(String said, Loaded loaded) {
    @Override
    public String toString() {
      return said;
    }
  }

  /** {@code relayctl apply --report}, by somebody who allows what has to be allowed. */
  static Applied apply(Engine engine, HeldLease lease, PlanOptions options) {
    Loaded loaded = engine.load();
    engine.checkFastForward(loaded);
    Planned planned = engine.plan(loaded, true, options);
    Set<String> allow = words(engine.refusals(planned, Set.of()));
    String said =
        engine.apply(planned, new ApplyOptions(allow, () -> false), lease).batches().stream()
            .map(Operator::said)
            .collect(Collectors.joining("; "));
    engine.report(List.of());
    return new Applied(
        "apply" + (allow.isEmpty() ? "" : " allowing " + allow) + ": " + said, loaded);
  }

  /** What the daemon does. */
  static Applied cycle(Engine engine, HeldLease lease) {
    CycleResult result = engine.cycle(new ApplyOptions(Set.of(), () -> false), lease);
    List<String> said = new ArrayList<>(result.problems());
    if (result.outcome() != null) {
      result.outcome().batches().forEach(batch -> said.add(said(batch)));
    }
    return new Applied(
        "cycle: " + String.join("; ", said),
        result.planned() == null ? engine.load() : result.planned().loaded());
  }

  private static String said(BatchResult batch) {
    return "%s %s %s".formatted(batch.batchId(), batch.importName(), batch.state().id());
  }

  private static Set<String> words(List<Refusal> refusals) {
    return refusals.stream()
        .map(Refusal::allow)
        .filter(words -> !words.isEmpty())
        .collect(Collectors.toSet());
  }

  /** {@code relayctl recover --yes}; gives the addresses of what was in doubt. */
  static Set<String> recover(Engine engine, HeldLease lease) {
    Loaded loaded = engine.load();
    Recoverer.Findings findings = engine.findLost(loaded, lease);
    engine.recover(loaded, findings, lease);
    return findings.imports().stream()
        .flatMap(found -> found.doubtful().stream())
        .map(doubt -> doubt.substring(0, doubt.indexOf(':')))
        .collect(Collectors.toSet());
  }

  /** {@code relayctl rollback --batch}. */
  static String rollback(Engine engine, HeldLease lease, String batch) {
    Loaded loaded = engine.load();
    return rollBack(engine, lease, loaded, loaded, batch);
  }

  /** {@code relayctl rollback --to}. */
  static String rollbackTo(Engine engine, HeldLease lease, String revision) {
    Loaded loaded = engine.load();
    Loaded earlier = engine.load(revision);
    List<String> said = new ArrayList<>();
    for (Batches.Batch batch : engine.batchesSince(earlier)) {
      said.add(rollBack(engine, lease, loaded, earlier, batch.header().id()));
      if (!said.getLast().endsWith(BatchState.ROLLED_BACK.id())) {
        break;
      }
    }
    return String.join("; ", said);
  }

  private static String rollBack(
      Engine engine, HeldLease lease, Loaded loaded, Loaded keysFrom, String batch) {
    engine.planRollback(loaded, keysFrom, batch, lease);
    BatchResult result;
    try {
      result =
          engine.rollback(loaded, keysFrom, batch, new ApplyOptions(Set.of(), () -> false), lease);
    } catch (GuardRefusedException refused) {
      result =
          engine.rollback(
              loaded,
              keysFrom,
              batch,
              new ApplyOptions(words(refused.refusals()), () -> false),
              lease);
    }
    return batch + " " + result.state().id();
  }
}
