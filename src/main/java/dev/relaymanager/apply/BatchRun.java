package dev.relaymanager.apply;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.ImportPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One batch while it runs: hands out steps, gathers results, and stops handing out once a strict
 * import has failed, the group is missing, or a stop was asked for. Used by one thread, which lets
 * steps run on others.
 */
final class BatchRun {
  /**
   * Requests for new accounts at once; a real host makes them no faster beyond (contract.md 4.4).
   */
  private static final int REQUESTS_AT_ONCE = 4;

  private final HostAdapter host;
  private final Journal journal;
  private final Steps steps;
  private final Trials trials;
  private final ApplyListener listener;
  private final String batchId;
  private final Executor.Order order;
  private final List<StepResult> results = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean stopped;

  /** Changes an account that stands. */
  interface AccountChange {
    StepResult apply(Steps steps, Change change, @Nullable String mask);
  }

  BatchRun(
      HostAdapter host,
      Journal journal,
      Steps steps,
      KeyTrial trial,
      ApplyListener listener,
      String batchId,
      Executor.Order order) {
    this.host = host;
    this.journal = journal;
    this.steps = steps;
    this.listener = listener;
    this.batchId = batchId;
    this.order = order;
    this.trials = new Trials(host, steps, trial, listener, batchId, order.strict(), this::add);
  }

  /** One step after the other. */
  void each(List<Change> changes, Function<Change, StepResult> step) {
    for (Change change : changes) {
      if (isHalted()) {
        add(skipped(change));
      } else {
        add(step.apply(change));
      }
    }
  }

  /** Steps that do not depend on each other. */
  void sideBySide(List<Change> changes, Function<Change, StepResult> step) {
    if (changes.size() < 2 || isHalted()) {
      each(changes, step);
      return;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<StepResult>> running =
          changes.stream()
              .map(
                  change ->
                      threads.submit(() -> isAskedToStop() ? skipped(change) : step.apply(change)))
              .toList();
      running.forEach(future -> add(await(future)));
    }
  }

  /** Makes new accounts in batches and changes those that stand. */
  void accounts(List<Change> changes, AccountChange change) {
    List<Change.Create> wanted = new ArrayList<>();
    List<Change> standing = new ArrayList<>();
    for (Change one : changes) {
      if (one instanceof Change.Create create) {
        wanted.add(create);
      } else {
        standing.add(one);
      }
    }
    sideBySide(standing, one -> change.apply(steps, one, mask(one)));
    create(wanted);
    trials.note(changes, List.copyOf(results));
  }

  /** Tries the keys of the accounts that were made or switched. */
  void proveKeys(Protocol protocol) {
    trials.run(protocol, this::isHalted);
  }

  /** Of a key that comes on record without being sent; else it is taken from the key itself. */
  private @Nullable String mask(Change change) {
    boolean isNewOnRecord =
        change instanceof Change.Adopt
            || (change instanceof Change.Update update && update.movedFrom() != null);
    return isNewOnRecord ? order.keyMasks().get(change.key()) : null;
  }

  /**
   * Some requests side by side. Results are taken as they come, so that one that failed is noticed
   * before the next is handed out.
   */
  private void create(List<Change.Create> wanted) {
    AccountBatches batches = new AccountBatches(host, journal, steps);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletionService<List<StepResult>> requests = new ExecutorCompletionService<>(threads);
      int underWay = 0;
      for (int from = 0; from < wanted.size(); from += AccountBatches.SIZE) {
        List<Change.Create> chunk =
            wanted.subList(from, Math.min(wanted.size(), from + AccountBatches.SIZE));
        underWay = takeResults(requests, underWay, REQUESTS_AT_ONCE - 1);
        if (isHalted()) {
          chunk.forEach(one -> add(skipped(one)));
        } else {
          requests.submit(() -> batches.create(chunk));
          underWay++;
        }
      }
      takeResults(requests, underWay, 0);
    }
  }

  /**
   * Takes what is there, and waits until no more than so many are under way.
   *
   * @return how many still are
   */
  private int takeResults(
      CompletionService<List<StepResult>> requests, int underWay, int mostLeft) {
    int left = underWay;
    while (left > 0) {
      Future<List<StepResult>> ended = left > mostLeft ? next(requests) : requests.poll();
      if (ended == null) {
        return left;
      }
      await(ended).forEach(this::add);
      left--;
    }
    return left;
  }

  private static <T> Future<T> next(CompletionService<T> running) {
    try {
      return running.take();
    } catch (InterruptedException interrupted) {
      throw stopped(interrupted);
    }
  }

  /** Says how it ended, and records it. A strict import that failed is left to be rolled back. */
  BatchResult finish(ImportPlan plan) {
    List<String> wrong = new ArrayList<>();
    for (StepResult result : results) {
      if (!result.isDone() && result.end() != StepResult.End.SKIPPED) {
        wrong.add(result.key() + ": " + result.detail());
      }
    }
    trials
        .verdicts()
        .forEach(
            (key, verdict) -> {
              if (!verdict.usable()) {
                wrong.add(key + ": key is " + verdict.id() + ": " + verdict.evidence());
              }
            });
    if (stopped) {
      wrong.add("stopped before its end, on request; run apply again to go on");
    }
    BatchState state = endState(wrong);
    String detail = String.join("\n", wrong);
    journal.moveBatch(batchId, state, detail);
    return new BatchResult(
        batchId, plan.host(), plan.importName(), state, results, trials.verdicts(), detail);
  }

  private BatchState endState(List<String> wrong) {
    if (wrong.isEmpty()) {
      return BatchState.SUCCEEDED;
    }
    boolean onlyProbes = results.stream().allMatch(one -> one.isDone() || one.key().servesProof());
    if (onlyProbes && !stopped && !trials.isAnyKeyBad()) {
      return BatchState.PARTIALLY_SUCCEEDED;
    }
    boolean skipped = results.stream().anyMatch(result -> result.end() == StepResult.End.SKIPPED);
    boolean nothingWorks = !order.hasAccounts() && trials.isNoKeyUsable();
    return order.strict() || stopped || skipped || nothingWorks || isBroken()
        ? BatchState.FAILED
        : BatchState.PARTIALLY_SUCCEEDED;
  }

  private void add(StepResult result) {
    results.add(result);
    listener.stepEnded(batchId, result);
  }

  private boolean isHalted() {
    boolean failed =
        results.stream()
            .filter(result -> !result.key().servesProof())
            .anyMatch(
                result ->
                    switch (result.end()) {
                      case FAILED, UNKNOWN, OUTDATED -> true;
                      case DONE, SKIPPED -> false;
                    });
    return isAskedToStop() || (order.strict() && (failed || trials.isAnyKeyBad())) || isBroken();
  }

  /** Asked only where something is left to do: a stop that comes too late stops nothing. */
  private boolean isAskedToStop() {
    if (order.stop().getAsBoolean()) {
      stopped = true;
    }
    return stopped;
  }

  /**
   * Without its group, channel or plan an import cannot serve, in whatever mode; what only serves a
   * proof breaks nothing.
   */
  private boolean isBroken() {
    return results.stream()
        .anyMatch(
            result ->
                !result.isDone()
                    && !result.key().servesProof()
                    && result.key().type() != ResourceType.ACCOUNT
                    && result.key().type() != ResourceType.SUBSCRIPTION);
  }

  private StepResult skipped(Change change) {
    return StepResult.skipped(
        change.key(),
        actionOf(change),
        stopped ? "not tried: stopped on request" : "not tried after what failed before");
  }

  static Intent.Action actionOf(Change change) {
    return switch (change) {
      case Change.Create ignored -> Intent.Action.CREATE;
      case Change.Adopt ignored -> Intent.Action.ADOPT;
      case Change.Update ignored -> Intent.Action.UPDATE;
      case Change.Delete ignored -> Intent.Action.DELETE;
      case Change.Forget ignored -> Intent.Action.FORGET;
    };
  }

  static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      throw stopped(interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a step failed unexpectedly", failed.getCause());
    }
  }

  private static IllegalStateException stopped(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while a batch ran", interrupted);
  }
}
