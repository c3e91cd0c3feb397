package dev.relaymanager.apply;

import dev.relaymanager.apply.Journal.OpenIntent;
import dev.relaymanager.apply.Settler.Settlement;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.ItemOutcome;
import dev.relaymanager.host.NewAccount;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.plan.Change;
import dev.relaymanager.seal.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes accounts, many in one request. The host carries a request with the same idempotency key out
 * once (contract.md 2.5), so a lost answer is asked for again before anything else is tried.
 */
final class AccountBatches {
  /** Accounts in a request: a stored answer of more than 64 KiB could not be replayed. */
  static final int SIZE = 50;

  private static final int TRIES = 3;

  private final HostAdapter host;
  private final Journal journal;
  private final Steps steps;

  AccountBatches(HostAdapter host, Journal journal, Steps steps) {
    this.host = host;
    this.journal = journal;
    this.steps = steps;
  }

  /** An account to be made, and the mask of its key. */
  record Wanted(Change.Create change, String mask) {}

  /**
   * Makes up to {@link #SIZE} accounts in one request.
   *
   * @return a result for each, in their order
   */
  List<StepResult> create(List<Wanted> wanted) {
    String requestKey = steps.nextRequestKey();
    List<Intent> intents = new ArrayList<>();
    List<NewAccount> accounts = new ArrayList<>();
    try {
      for (Wanted one : wanted) {
        ResourceSpec.Account spec = (ResourceSpec.Account) steps.resolve(one.change().after());
        Secret key = steps.openKey(one.change().key());
        accounts.add(new NewAccount(spec, key, steps.calls().marker(one.change().key())));
        intents.add(
            steps
                .intent(one.change().key(), Intent.Action.CREATE, null, null, spec, one.mask())
                .withRequestKey(requestKey));
      }
      List<Long> numbers = journal.intend(intents);
      return send(accounts, intents, numbers, requestKey);
    } finally {
      accounts.forEach(account -> account.key().close());
    }
  }

  private List<StepResult> send(
      List<NewAccount> accounts, List<Intent> intents, List<Long> numbers, String requestKey) {
    @Nullable HostFault last = null;
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      switch (host.createAccounts(accounts, requestKey)) {
        case HostOutcome.Done<List<ItemOutcome>> done -> {
          return closeItems(intents, numbers, done.value());
        }
        case HostOutcome.Refused<List<ItemOutcome>> refused -> {
          return closeAll(intents, numbers, new Effect.NotDone(refused.fault().toString()));
        }
        case HostOutcome.Unknown<List<ItemOutcome>> unknown -> last = unknown.fault();
      }
    }
    return settle(intents, numbers, String.valueOf(last));
  }

  private List<StepResult> closeItems(
      List<Intent> intents, List<Long> numbers, List<ItemOutcome> items) {
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < intents.size(); i++) {
      effects.add(
          switch (items.get(i)) {
            case ItemOutcome.Made made -> new Effect.Stands(made.id(), target(intents.get(i)));
            case ItemOutcome.Failed failed -> new Effect.NotDone(failed.reason());
          });
    }
    return close(intents, numbers, effects);
  }

  private List<StepResult> closeAll(List<Intent> intents, List<Long> numbers, Effect effect) {
    return close(intents, numbers, intents.stream().map(intent -> effect).toList());
  }

  private List<StepResult> close(List<Intent> intents, List<Long> numbers, List<Effect> effects) {
    Map<Long, Effect> closing = new HashMap<>();
    for (int i = 0; i < intents.size(); i++) {
      closing.put(numbers.get(i), effects.get(i));
    }
    journal.close(closing);
    List<StepResult> results = new ArrayList<>();
    for (int i = 0; i < intents.size(); i++) {
      results.add(steps.result(intents.get(i), effects.get(i)));
    }
    return results;
  }

  /** Neither an answer nor a replay of it: looks for each account by its mark. */
  private List<StepResult> settle(List<Intent> intents, List<Long> numbers, String fault) {
    List<StepResult> results = new ArrayList<>();
    for (int i = 0; i < intents.size(); i++) {
      Intent intent = intents.get(i);
      switch (steps.look(new OpenIntent(numbers.get(i), intent, steps.now()))) {
        case Settlement.Decided decided ->
            results.add(
                steps.closed(
                    numbers.get(i),
                    intent,
                    decided.effect() instanceof Effect.NotDone
                        ? new Effect.NotDone("not done; last answer: " + fault)
                        : decided.effect()));
        case Settlement.Undecided undecided ->
            results.add(
                StepResult.unknown(
                    intent.key(), intent.action(), undecided.why() + "; " + undecided.search()));
      }
    }
    return results;
  }

  private static ResourceSpec target(Intent intent) {
    ResourceSpec after = intent.after();
    if (after == null) {
      throw new IllegalStateException("a creation has a target");
    }
    return after;
  }
}
