package dev.relaymanager.apply;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.seal.Secret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Takes a batch back by a plan that {@link dev.relaymanager.plan.RollbackPlanner} made. */
public final class Rollback {
  private final HostAdapter host;
  private final Journal journal;
  private final UpstreamKeys keys;
  private final ApplyListener listener;
  private final InstantSource clock;
  private final String installation;
  private final Map<ResourceKey, String> keyMasks;

  /**
   * A rollback on one host.
   *
   * @param keyMasks masked upstream keys of accounts that get another name
   */
  public Rollback(
      HostAdapter host,
      Journal journal,
      UpstreamKeys keys,
      ApplyListener listener,
      InstantSource clock,
      String installation,
      Map<ResourceKey, String> keyMasks) {
    this.host = host;
    this.journal = journal;
    this.keys = keys;
    this.listener = listener;
    this.clock = clock;
    this.installation = installation;
    this.keyMasks = Map.copyOf(keyMasks);
  }

  /**
   * Carries the way back out: what was deleted comes first, then earlier values, then what the
   * batch made goes, in reverse order of its making. A step that fails stops no other.
   *
   * @param live what the plan was made against
   * @param resumed whether an earlier rollback of this batch stopped half-way
   */
  public BatchResult run(String batchId, ImportPlan plan, LiveHost live, boolean resumed) {
    return run(batchId, plan, live, resumed, "", () -> false);
  }

  /**
   * Carries the way back out, as far as nobody asks for a stop.
   *
   * @param failure why the batch failed, which stays on record with it; empty when it did not
   * @param stop asked before every step: true leaves the rest for the next rollback of the batch
   */
  public BatchResult run(
      String batchId,
      ImportPlan plan,
      LiveHost live,
      boolean resumed,
      String failure,
      BooleanSupplier stop) {
    if (!resumed) {
      journal.moveBatch(batchId, BatchState.ROLLBACK_RUNNING, failure);
    }
    Steps steps =
        new Steps(host, journal, keys, installation, clock, batchId, Intent.Phase.ROLLBACK);
    List<StepResult> results = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (stop.getAsBoolean()) {
        break;
      }
      switch (change) {
        case Change.Create create -> add(batchId, results, remake(steps, create, live));
        case Change.Update update ->
            add(batchId, results, Executor.moved(steps, update, restore(steps, update)));
        case Change.Adopt adopt -> throw new IllegalStateException("no way back: " + adopt.key());
        case Change.Delete ignored -> {}
        case Change.Forget ignored -> {}
      }
    }
    makeFit(plan.changes(), results).forEach(result -> add(batchId, results, result));
    for (ResourceType type : Deletions.ORDER) {
      for (Change change : Deletions.of(plan.changes(), type)) {
        if (!stop.getAsBoolean()) {
          add(batchId, results, Deletions.carryOut(steps, change));
        }
      }
    }
    List<String> wrong = new ArrayList<>();
    for (StepResult result : results) {
      if (!result.isDone()) {
        wrong.add(result.key() + ": " + result.detail());
      }
    }
    if (stop.getAsBoolean()) {
      wrong.add("stopped before its end, on request; roll the batch back again to go on");
    }
    BatchState state = wrong.isEmpty() ? BatchState.ROLLED_BACK : BatchState.FAILED;
    String detail = String.join("\n", wrong);
    journal.moveBatch(batchId, state, wrong.isEmpty() ? failure : detail);
    return new BatchResult(
        batchId, plan.host(), plan.importName(), state, results, new TreeMap<>(), detail);
  }

  private StepResult restore(Steps steps, Change.Update update) {
    if (update.key().type() != ResourceType.ACCOUNT
        || !Executor.sendsCredentials(update.fields().keySet())) {
      return restore(steps, update, null);
    }
    try (Secret key = steps.openKey(update.key(), update.after())) {
      return restore(steps, update, key);
    } catch (InvalidInputException unopened) {
      return StepResult.failed(
          update.key(), Intent.Action.UPDATE, String.valueOf(unopened.getMessage()));
    }
  }

  private StepResult restore(Steps steps, Change.Update update, @Nullable Secret key) {
    return steps.change(
        update.key(),
        Intent.Action.UPDATE,
        update.live(),
        update.after(),
        update.fields(),
        true,
        key,
        keyMasks.get(update.key()));
  }

  /**
   * Hosts look at the upstream anew after they got credentials, and may draw a wrong conclusion.
   */
  private List<StepResult> makeFit(List<Change> changes, List<StepResult> results) {
    Map<ResourceKey, Protocol> protocols = new HashMap<>();
    for (Change change : changes) {
      if (change instanceof Change.Create create) {
        note(protocols, create.key(), create.after());
      } else if (change instanceof Change.Update update
          && Executor.sendsCredentials(update.fields().keySet())) {
        note(protocols, update.key(), update.after());
      }
    }
    Map<Protocol, List<StepResult>> touched = new EnumMap<>(Protocol.class);
    for (StepResult result : results) {
      Protocol protocol = protocols.get(result.key());
      if (result.isDone() && result.hostId() != null && protocol != null) {
        touched.computeIfAbsent(protocol, any -> new ArrayList<>()).add(result);
      }
    }
    List<StepResult> wrong = new ArrayList<>();
    touched.forEach(
        (protocol, accounts) -> {
          List<Long> ids =
              accounts.stream().map(StepResult::hostId).filter(Objects::nonNull).toList();
          HostOutcome<HostAdapter.Settled> settled =
              host.settleProtocol(ids, protocol, HostAdapter.PROBE_PATIENCE);
          String fault = settled.faultText();
          if (!fault.isEmpty()) {
            accounts.forEach(
                account ->
                    wrong.add(
                        StepResult.failed(
                            account.key(),
                            Intent.Action.UPDATE,
                            "could not be made fit to serve: " + fault)));
          }
        });
    return wrong;
  }

  private static void note(
      Map<ResourceKey, Protocol> protocols, ResourceKey key, ResourceSpec after) {
    if (after instanceof ResourceSpec.Account account && account.protocol() != null) {
      protocols.put(key, account.protocol());
    }
  }

  private StepResult remake(Steps steps, Change.Create create, LiveHost live) {
    if (create.key().type() != ResourceType.ACCOUNT) {
      return steps.create(create, live.userIds().get(create.key().name()));
    }
    return new AccountBatches(host, journal, steps).create(List.of(create)).getFirst();
  }

  private void add(String batchId, List<StepResult> results, StepResult result) {
    results.add(result);
    listener.stepEnded(batchId, result);
  }
}
