package dev.relaymanager.apply;

import dev.relaymanager.apply.Journal.OpenIntent;
import dev.relaymanager.apply.Settler.Settlement;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.ItemOutcome;
import dev.relaymanager.host.NewAccount;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.plan.Change;
import dev.relaymanager.seal.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes accounts, many in one request. The host carries a request with the same idempotency key out
 * once (contract.md 2.5), except after it failed half-way; so a lost answer is looked for on the
 * host before the request is sent again.
 */
final class AccountBatches {
  /** Accounts in a request: a stored answer of more than 64 KiB could not be replayed. */
  static final int SIZE = 50;

  private final HostAdapter host;
  private final Journal journal;
  private final Steps steps;

  AccountBatches(HostAdapter host, Journal journal, Steps steps) {
    this.host = host;
    this.journal = journal;
    this.steps = steps;
  }

  /** One request: what it asks for, and its intents with their numbers, in the same order. */
  private record Request(
      String key,
      List<Change.Create> wanted,
      List<NewAccount> accounts,
      List<Intent> intents,
      List<Long> numbers) {
    List<OpenIntent> open(Steps steps) {
      List<OpenIntent> open = new ArrayList<>();
      for (int i = 0; i < intents.size(); i++) {
        open.add(new OpenIntent(numbers.get(i), intents.get(i), steps.now()));
      }
      return open;
    }
  }

  /**
   * Makes up to {@link #SIZE} accounts in one request, in more only where an answer was lost.
   *
   * @return a result for each, in their order
   */
  List<StepResult> create(List<Change.Create> wanted) {
    Map<ResourceKey, StepResult> results = new HashMap<>();
    create(wanted, Steps.TRIES, results);
    return wanted.stream().map(one -> results.get(one.key())).toList();
  }

  private void create(
      List<Change.Create> wanted, int triesLeft, Map<ResourceKey, StepResult> results) {
    String requestKey = steps.nextRequestKey();
    List<Change.Create> openable = new ArrayList<>();
    List<Intent> intents = new ArrayList<>();
    List<NewAccount> accounts = new ArrayList<>();
    Map<ResourceKey, Secret> opened =
        steps.openKeys(
            wanted.stream()
                .collect(
                    Collectors.toMap(
                        Change.Create::key, one -> (ResourceSpec.Account) one.after())));
    try {
      for (Change.Create one : wanted) {
        ResourceKey key = one.key();
        ResourceSpec.Account spec = (ResourceSpec.Account) steps.resolve(one.after());
        try {
          Secret secret = opened.containsKey(key) ? opened.get(key) : steps.openKey(key, spec);
          accounts.add(new NewAccount(spec, secret, steps.calls().marker(key)));
        } catch (InvalidInputException unopened) {
          results.put(
              key,
              StepResult.failed(key, Intent.Action.CREATE, String.valueOf(unopened.getMessage())));
          continue;
        }
        openable.add(one);
        intents.add(
            steps
                .intent(
                    key, Intent.Action.CREATE, null, null, spec, accounts.getLast().key().mask())
                .withRequestKey(requestKey));
      }
      if (!openable.isEmpty()) {
        List<Long> numbers = journal.intend(intents);
        send(new Request(requestKey, openable, accounts, intents, numbers), triesLeft, results);
      }
    } finally {
      accounts.forEach(account -> account.key().close());
      opened.values().forEach(Secret::close);
    }
  }

  private void send(Request request, int triesLeft, Map<ResourceKey, StepResult> results) {
    HostFault last = null;
    for (int tries = triesLeft; tries > 0; tries--) {
      switch (host.createAccounts(request.accounts(), request.key())) {
        case HostOutcome.Done<List<ItemOutcome>> done -> {
          closeItems(request, done.value(), results);
          return;
        }
        case HostOutcome.Refused<List<ItemOutcome>> refused -> {
          if (last == null) {
            closeAll(request, new Effect.NotDone(refused.fault().toString()), results);
          } else {
            settle(request, steps.look(request.open(steps)), refused.fault(), results);
          }
          return;
        }
        case HostOutcome.Unknown<List<ItemOutcome>> unknown -> last = unknown.fault();
      }
      List<Settlement> seen = steps.look(request.open(steps));
      if (!seen.stream().allMatch(Steps::isNotDone)) {
        settle(request, seen, last, results);
        createRest(request, seen, tries - 1, results);
        return;
      }
    }
    closeAll(
        request,
        new Effect.NotDone("tried " + triesLeft + " times and not done; last: " + last),
        results);
  }

  /** A request that was carried out in part is not repeated: what it left out gets another one. */
  private void createRest(
      Request request, List<Settlement> seen, int triesLeft, Map<ResourceKey, StepResult> results) {
    List<Change.Create> rest = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      if (Steps.isNotDone(seen.get(i))) {
        rest.add(request.wanted().get(i));
      }
    }
    if (!rest.isEmpty() && triesLeft > 0) {
      create(rest, triesLeft, results);
    }
  }

  private void settle(
      Request request,
      List<Settlement> seen,
      HostFault last,
      Map<ResourceKey, StepResult> results) {
    for (int i = 0; i < seen.size(); i++) {
      Intent intent = request.intents().get(i);
      results.put(intent.key(), steps.settled(request.numbers().get(i), intent, seen.get(i), last));
    }
  }

  private void closeItems(
      Request request, List<ItemOutcome> items, Map<ResourceKey, StepResult> results) {
    List<OpenIntent> made = new ArrayList<>();
    List<Effect> effects = new ArrayList<>();
    List<OpenIntent> failed = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    List<OpenIntent> open = request.open(steps);
    for (int i = 0; i < items.size(); i++) {
      switch (items.get(i)) {
        case ItemOutcome.Made stands -> {
          made.add(open.get(i));
          effects.add(new Effect.Stands(stands.id(), target(open.get(i).intent())));
        }
        case ItemOutcome.Failed refused -> {
          failed.add(open.get(i));
          reasons.add(refused.reason());
        }
      }
    }
    close(made, effects, results);
    if (!failed.isEmpty()) {
      closeFailed(failed, reasons, steps.lookOnce(failed), results);
    }
  }

  private void closeFailed(
      List<OpenIntent> failed,
      List<String> reasons,
      List<Settlement> seen,
      Map<ResourceKey, StepResult> results) {
    for (int i = 0; i < failed.size(); i++) {
      Intent intent = failed.get(i).intent();
      long number = failed.get(i).number();
      switch (seen.get(i)) {
        case Settlement.Undecided undecided ->
            results.put(
                intent.key(),
                StepResult.unknown(
                    intent.key(), intent.action(), reasons.get(i) + "; " + undecided.why()));
        case Settlement.Decided decided -> {
          String reason = reasons.get(i);
          if (decided.effect() instanceof Effect.Stands orphan) {
            steps.closed(number, intent, orphan);
            reason += removeOrphan(intent.key(), orphan);
          } else {
            steps.closed(number, intent, new Effect.NotDone(reason));
          }
          results.put(intent.key(), StepResult.failed(intent.key(), intent.action(), reason));
        }
      }
    }
  }

  /** A host may fail an account and leave it behind all the same (contract.md 4.4). */
  private String removeOrphan(ResourceKey key, Effect.Stands orphan) {
    StepResult removal = steps.delete(key, orphan.hostId(), orphan.spec());
    return removal.isDone()
        ? " (the host left #" + orphan.hostId() + " behind all the same; it was deleted)"
        : " (the host left #" + orphan.hostId() + " behind: " + removal.detail() + ")";
  }

  private void closeAll(Request request, Effect effect, Map<ResourceKey, StepResult> results) {
    close(request.open(steps), request.intents().stream().map(intent -> effect).toList(), results);
  }

  private void close(
      List<OpenIntent> open, List<Effect> effects, Map<ResourceKey, StepResult> results) {
    Map<Long, Effect> closing = new HashMap<>();
    for (int i = 0; i < open.size(); i++) {
      closing.put(open.get(i).number(), effects.get(i));
    }
    journal.close(closing);
    for (int i = 0; i < open.size(); i++) {
      Intent intent = open.get(i).intent();
      results.put(intent.key(), steps.result(intent, effects.get(i)));
    }
  }

  private static ResourceSpec target(Intent intent) {
    ResourceSpec after = intent.after();
    if (after == null) {
      throw new IllegalStateException("a creation has a target");
    }
    return after;
  }
}
