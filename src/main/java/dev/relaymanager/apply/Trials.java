package dev.relaymanager.apply;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.PlannedFields;
import dev.relaymanager.seal.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The trials of the keys that a batch brought to accounts, and what follows from them: a new
 * account whose key does not work goes, and one that was switched gets its earlier key back. In a
 * strict batch nothing follows, since it is taken back as a whole. Used by one thread.
 */
final class Trials {
  private final HostAdapter host;
  private final Steps steps;
  private final KeyTrial trial;
  private final ApplyListener listener;
  private final String batchId;
  private final boolean strict;
  private final Consumer<StepResult> results;
  private final List<Trial> toTry = new ArrayList<>();
  private final SortedMap<ResourceKey, KeyVerdict> verdicts = new TreeMap<>();

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

  /**
   * Trials of one batch.
   *
   * @param results gets the steps that fail or are added because of them
   */
  Trials(
      HostAdapter host,
      Steps steps,
      KeyTrial trial,
      ApplyListener listener,
      String batchId,
      boolean strict,
      Consumer<StepResult> results) {
    this.host = host;
    this.steps = steps;
    this.trial = trial;
    this.listener = listener;
    this.batchId = batchId;
    this.strict = strict;
    this.results = results;
  }

  /** What came of them so far. */
  SortedMap<ResourceKey, KeyVerdict> verdicts() {
    return verdicts;
  }

  boolean isAnyKeyBad() {
    return verdicts.values().stream().anyMatch(verdict -> !verdict.usable());
  }

  /** Whether there were keys to try, and none of them works. */
  boolean isNoKeyUsable() {
    return !toTry.isEmpty() && verdicts.values().stream().noneMatch(KeyVerdict::usable);
  }

  /**
   * Notes whose keys have to be tried.
   *
   * @param results of the changes, among others
   */
  void note(List<Change> changes, List<StepResult> results) {
    Map<ResourceKey, Long> done = new HashMap<>();
    for (StepResult result : results) {
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
            String wrong = wrong(one, shown.get(one.hostId()), read.faultText());
            if (!wrong.isEmpty()) {
              toTry.remove(one);
              results.accept(StepResult.failed(one.key(), Intent.Action.CREATE, wrong));
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

  /**
   * Makes the accounts fit to serve, tries each key, and removes new ones that do not work.
   *
   * @param halted whether nothing more is to be done in this batch
   */
  void run(Protocol protocol, BooleanSupplier halted) {
    readBack();
    if (toTry.isEmpty() || halted.getAsBoolean()) {
      return;
    }
    listener.waiting(batchId, "the host's own look at the upstream");
    List<Long> ids = toTry.stream().map(Trial::hostId).toList();
    HostOutcome<HostAdapter.Settled> settled =
        host.settleProtocol(ids, protocol, HostAdapter.PROBE_PATIENCE);
    if (!(settled instanceof HostOutcome.Done)) {
      String why = "could not be made fit to serve: " + settled.faultText();
      toTry.forEach(one -> results.accept(StepResult.failed(one.key(), Intent.Action.UPDATE, why)));
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
        judge(toTry.get(i), BatchRun.await(running.get(i)));
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
      results.accept(
          strict
              ? StepResult.failed(one.key(), Intent.Action.UPDATE, why)
              : putBack(one, one.switched(), why));
      return;
    }
    if (verdict.usable() || strict || !one.isNew()) {
      return;
    }
    results.accept(steps.delete(one.key(), one.hostId(), steps.resolve(one.spec())));
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
              : host.settleProtocol(
                      List.of(one.hostId()), former.protocol(), HostAdapter.PROBE_PATIENCE)
                  .faultText();
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
}
