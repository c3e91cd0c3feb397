package dev.relaymanager.apply;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One batch while it runs: hands out steps, gathers results, and stops handing out once a strict
 * import has failed, the group is missing, or a stop was asked for. Used by one thread, which lets
 * steps run on others.
 */
final class BatchRun {
  /** How long the host's own probe of an upstream is waited for: 8 s on 0.1.126, 15 s later. */
  static final Duration HOST_PROBE = Duration.ofSeconds(20);

  /**
   * Requests for new accounts at once; a real host makes them no faster beyond (contract.md 4.4).
   */
  private static final int REQUESTS_AT_ONCE = 4;

  private final HostAdapter host;
  private final Journal journal;
  private final Steps steps;
  private final KeyTrial trial;
  private final ApplyListener listener;
  private final String batchId;
  private final Executor.Order order;
  private final List<StepResult> results = Collections.synchronizedList(new ArrayList<>());
  private final SortedMap<ResourceKey, KeyVerdict> verdicts =
      Collections.synchronizedSortedMap(new TreeMap<>());
  private final List<Trial> toTry = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean stopped;

  /**
   * An account whose key has to be tried.
   *
   * @param switched the change that gave it another key; null when it has that from the beginning
   */
  private record Trial(
      ResourceKey key,
      long hostId,
      ResourceSpec.Account spec,
      boolean isNew,
      Change.@Nullable Update switched) {}

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
    this.trial = trial;
    this.listener = listener;
    this.batchId = batchId;
    this.order = order;
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
    noteTrials(changes);
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

  private void noteTrials(List<Change> changes) {
    Map<ResourceKey, Long> done = new HashMap<>();
    for (StepResult result : List.copyOf(results)) {
      Long hostId = result.hostId();
      if (result.isDone() && hostId != null && result.action() != Intent.Action.DELETE) {
        done.put(result.key(), hostId);
      }
    }
    for (Change change : changes) {
      Long hostId = done.get(change.key());
      if (hostId == null || !Executor.needsTrial(change)) {
        continue;
      }
      switch (change) {
        case Change.Create create ->
            toTry.add(trial(create.key(), hostId, create.after(), true, null));
        case Change.Adopt adopt ->
            toTry.add(trial(adopt.key(), hostId, adopt.after(), false, null));
        case Change.Update update -> {
          boolean switched = update.fields().containsKey(ResourceSpec.Account.API_KEY);
          toTry.add(trial(update.key(), hostId, update.after(), false, switched ? update : null));
        }
        case Change.Delete ignored -> {}
        case Change.Forget ignored -> {}
      }
    }
  }

  private static Trial trial(
      ResourceKey key,
      long hostId,
      ResourceSpec spec,
      boolean isNew,
      Change.@Nullable Update switched) {
    return new Trial(key, hostId, (ResourceSpec.Account) spec, isNew, switched);
  }

  /**
   * What the host shows of new accounts counts, not what it answered. They are read together:
   * single ones would be as many requests more.
   */
  private void readBack() {
    Map<Long, List<Trial>> byGroup =
        toTry.stream()
            .filter(Trial::isNew)
            .collect(Collectors.groupingBy(one -> groupOf(steps.resolve(one.spec()))));
    byGroup.forEach(
        (group, made) -> {
          HostOutcome<List<LiveResource.Account>> read = host.accounts(new Scope.InGroup(group));
          Map<Long, LiveResource.Account> shown = new HashMap<>();
          if (read instanceof HostOutcome.Done<List<LiveResource.Account>> done) {
            done.value().forEach(account -> shown.put(account.id(), account));
          }
          for (Trial one : made) {
            String wrong = wrong(one, shown.get(one.hostId()), faultOf(read));
            if (!wrong.isEmpty()) {
              toTry.remove(one);
              add(StepResult.failed(one.key(), Intent.Action.CREATE, wrong));
            }
          }
        });
  }

  private String wrong(Trial made, LiveResource.@Nullable Account shown, String fault) {
    if (!fault.isEmpty()) {
      return "it was made, but could not be read afterwards: " + fault;
    }
    if (shown == null) {
      return "the host answered that it made it, but does not show it in its group";
    }
    return PlannedFields.ignored(steps.resolve(made.spec()), shown);
  }

  private static long groupOf(ResourceSpec account) {
    return References.idOf(((ResourceSpec.Account) account).groups().getFirst());
  }

  /** Makes the accounts fit to serve, tries each key, and removes new ones that do not work. */
  void proveKeys(Protocol protocol) {
    readBack();
    if (toTry.isEmpty() || isHalted()) {
      return;
    }
    listener.waiting(batchId, "the host's own look at the upstream");
    List<Long> ids = toTry.stream().map(Trial::hostId).toList();
    HostOutcome<HostAdapter.Settled> settled = host.settleProtocol(ids, protocol, HOST_PROBE);
    if (!(settled instanceof HostOutcome.Done)) {
      String why = "could not be made fit to serve: " + faultOf(settled);
      toTry.forEach(one -> add(StepResult.failed(one.key(), Intent.Action.UPDATE, why)));
      return;
    }
    Map<ResourceKey, Secret> opened =
        steps.openKeys(toTry.stream().collect(Collectors.toMap(Trial::key, Trial::spec)));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<KeyVerdict>> running =
          toTry.stream()
              .map(one -> threads.submit(() -> tryOne(one, opened.get(one.key()))))
              .toList();
      for (int i = 0; i < running.size(); i++) {
        judge(toTry.get(i), await(running.get(i)));
      }
    } finally {
      opened.values().forEach(Secret::close);
    }
  }

  private KeyVerdict tryOne(Trial one, @Nullable Secret opened) {
    try (Secret key = opened == null ? steps.openKey(one.key(), one.spec()) : opened) {
      return trial.tryAccount(one.key(), one.hostId(), one.spec(), key);
    } catch (InvalidInputException unopened) {
      return new KeyVerdict.Unproven("its key could not be opened: " + unopened.getMessage());
    }
  }

  private void judge(Trial one, KeyVerdict verdict) {
    verdicts.put(one.key(), verdict);
    listener.keyTried(batchId, one.key(), verdict);
    if (one.switched() != null && !verdict.mayReplace()) {
      String why = "the account fails with its new key: " + verdict.evidence();
      // A strict batch is taken back as a whole, and the earlier key with it.
      add(
          order.strict()
              ? StepResult.failed(one.key(), Intent.Action.UPDATE, why)
              : putBack(one, one.switched(), why));
      return;
    }
    if (verdict.usable() || order.strict() || !one.isNew()) {
      return;
    }
    add(steps.delete(one.key(), one.hostId(), steps.resolve(one.spec())));
  }

  /** The account served with its earlier key, so it gets that again. */
  private StepResult putBack(Trial one, Change.Update switched, String why) {
    ResourceSpec.Account former =
        (ResourceSpec.Account) Records.asFound(switched.live(), one.spec(), switched.fields());
    try (Secret key = steps.openKey(one.key(), former)) {
      StepResult back = steps.putBack(one.key(), one.hostId(), former, switched.fields(), key);
      if (!back.isDone()) {
        return StepResult.failed(
            one.key(),
            Intent.Action.UPDATE,
            why + "; its earlier key could not be put back: " + back.detail());
      }
      String unfit =
          former.protocol() == null
              ? ""
              : faultOf(host.settleProtocol(List.of(one.hostId()), former.protocol(), HOST_PROBE));
      KeyVerdict verdict = trial.tryAccount(one.key(), one.hostId(), former, key);
      verdicts.put(one.key(), verdict);
      listener.keyTried(batchId, one.key(), verdict);
      return StepResult.failed(
          one.key(),
          Intent.Action.UPDATE,
          why
              + "; it has its earlier key again"
              + (unfit.isEmpty() ? "" : ", but could not be made fit to serve: " + unfit));
    } catch (InvalidInputException unopened) {
      return StepResult.failed(
          one.key(),
          Intent.Action.UPDATE,
          why + "; its earlier key could not be put back: " + unopened.getMessage());
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
    verdicts.forEach(
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
        batchId, plan.host(), plan.importName(), state, results, verdicts, detail);
  }

  private BatchState endState(List<String> wrong) {
    if (wrong.isEmpty()) {
      return BatchState.SUCCEEDED;
    }
    boolean skipped = results.stream().anyMatch(result -> result.end() == StepResult.End.SKIPPED);
    boolean nothingWorks =
        !order.hasAccounts()
            && !toTry.isEmpty()
            && verdicts.values().stream().noneMatch(KeyVerdict::usable);
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
            .anyMatch(
                result ->
                    switch (result.end()) {
                      case FAILED, UNKNOWN, OUTDATED -> true;
                      case DONE, SKIPPED -> false;
                    });
    boolean badKey = verdicts.values().stream().anyMatch(verdict -> !verdict.usable());
    return isAskedToStop() || (order.strict() && (failed || badKey)) || isBroken();
  }

  /** Asked only where something is left to do: a stop that comes too late stops nothing. */
  private boolean isAskedToStop() {
    if (order.stop().getAsBoolean()) {
      stopped = true;
    }
    return stopped;
  }

  /** Without its group, channel or plan an import cannot serve, in whatever mode. */
  private boolean isBroken() {
    return results.stream()
        .anyMatch(
            result ->
                !result.isDone()
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

  /** What went wrong; empty when nothing did. */
  static String faultOf(HostOutcome<?> outcome) {
    return switch (outcome) {
      case HostOutcome.Done<?> ignored -> "";
      case HostOutcome.Refused<?> refused -> refused.fault().toString();
      case HostOutcome.Unknown<?> unknown -> unknown.fault().toString();
    };
  }

  private static <T> T await(Future<T> future) {
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
