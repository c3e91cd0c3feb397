package dev.relaymanager.apply;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.seal.Secret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Takes a batch back by a plan that {@link dev.relaymanager.plan.RollbackPlanner} made. */
public final class Rollback {
  private final HostAdapter host;
  private final Journal journal;
  private final UpstreamKeys keys;
  private final ApplyListener listener;
  private final InstantSource clock;
  private final String installation;

  /** A rollback on one host. */
  public Rollback(
      HostAdapter host,
      Journal journal,
      UpstreamKeys keys,
      ApplyListener listener,
      InstantSource clock,
      String installation) {
    this.host = host;
    this.journal = journal;
    this.keys = keys;
    this.listener = listener;
    this.clock = clock;
    this.installation = installation;
  }

  /**
   * Carries the way back out: what was deleted comes first, then earlier values, then what the
   * batch made goes, in reverse order of its making. A step that fails stops no other.
   *
   * @param live what the plan was made against
   * @param resumed whether an earlier rollback of this batch stopped half-way
   */
  public BatchResult run(String batchId, ImportPlan plan, LiveHost live, boolean resumed) {
    if (!resumed) {
      journal.moveBatch(batchId, BatchState.ROLLBACK_RUNNING, "");
    }
    Steps steps =
        new Steps(host, journal, keys, installation, clock, batchId, Intent.Phase.ROLLBACK);
    List<StepResult> results = new ArrayList<>();
    for (Change change : plan.changes()) {
      switch (change) {
        case Change.Create create -> add(batchId, results, remake(steps, create, live));
        case Change.Update update -> add(batchId, results, restore(steps, update));
        case Change.Adopt adopt -> throw new IllegalStateException("no way back: " + adopt.key());
        case Change.Delete ignored -> {}
        case Change.Forget ignored -> {}
      }
    }
    for (ResourceType type : Deletions.ORDER) {
      for (Change change : Deletions.of(plan.changes(), type)) {
        add(batchId, results, Deletions.carryOut(steps, change));
      }
    }
    List<String> wrong =
        results.stream()
            .filter(result -> !result.isDone())
            .map(result -> result.key() + ": " + result.detail())
            .toList();
    BatchState state = wrong.isEmpty() ? BatchState.ROLLED_BACK : BatchState.FAILED;
    String detail = String.join("\n", wrong);
    journal.moveBatch(batchId, state, detail);
    return new BatchResult(
        batchId, plan.host(), plan.importName(), state, results, new TreeMap<>(), detail);
  }

  private static StepResult restore(Steps steps, Change.Update update) {
    boolean credentials =
        update.fields().containsKey("baseUrl") || update.fields().containsKey("modelMapping");
    if (update.key().type() != ResourceType.ACCOUNT || !credentials) {
      return steps.change(
          update.key(), Intent.Action.UPDATE, update.live(), update.after(), true, null, null);
    }
    try (Secret key = steps.openKey(update.key())) {
      return steps.change(
          update.key(), Intent.Action.UPDATE, update.live(), update.after(), true, key, null);
    }
  }

  private StepResult remake(Steps steps, Change.Create create, LiveHost live) {
    if (create.key().type() != ResourceType.ACCOUNT) {
      return steps.create(create, live.userIds().get(create.key().name()));
    }
    return new AccountBatches(host, journal, steps)
        .create(List.of(new AccountBatches.Wanted(create, "…")))
        .getFirst();
  }

  private void add(String batchId, List<StepResult> results, StepResult result) {
    results.add(result);
    listener.stepEnded(batchId, result);
  }
}
