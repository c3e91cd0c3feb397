package dev.relaymanager.engine;

import dev.relaymanager.apply.Effect;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.apply.Journal;
import dev.relaymanager.apply.Journal.OpenIntent;
import dev.relaymanager.apply.Settler;
import dev.relaymanager.apply.Settler.Settlement;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.store.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes whose outcome nobody knows: what looking at the host says of them, and what a person says
 * who has looked.
 */
public final class Resolver {
  private final StateStore store;
  private final String installation;

  Resolver(StateStore store, String installation) {
    this.store = store;
    this.installation = installation;
  }

  /**
   * A change with an unknown outcome.
   *
   * @param settlement what looking says now; undecided ones wait for a person
   */
  public record OpenChange(OpenIntent open, Settlement settlement) {
    /** Why looking does not tell; empty when it does. */
    public Optional<Settlement.Undecided> undecided() {
      return settlement instanceof Settlement.Undecided undecided
          ? Optional.of(undecided)
          : Optional.empty();
    }
  }

  /** A person's answer. */
  public sealed interface Answer {
    /** It was done, and stands on the host with this id. */
    record Stands(long hostId) implements Answer {}

    /** It was a deletion, and it was done. */
    record Gone() implements Answer {}

    /** It was not done. */
    record NotDone() implements Answer {}
  }

  List<OpenChange> open(Loaded loaded, HostPool pool) {
    Settler settler = new Settler(installation);
    List<OpenChange> changes = new ArrayList<>();
    for (HostDocument document : loaded.documents().hosts()) {
      List<OpenIntent> open = store.journal().openIntents(document.name());
      if (!open.isEmpty()) {
        LiveHost live = pool.read(document);
        open.forEach(one -> changes.add(new OpenChange(one, settler.settle(one, live))));
      }
    }
    return changes;
  }

  /**
   * Closes a change by what a person found.
   *
   * @throws InvalidInputException when there is no such change, or the answer cannot be: nothing
   *     stands there with that id, or it was a deletion
   */
  void resolve(Loaded loaded, HostPool pool, long number, Answer answer, HeldLease lease) {
    Journal journal = store.journal(lease.fencing());
    Intent intent =
        loaded.documents().hosts().stream()
            .flatMap(host -> journal.openIntents(host.name()).stream())
            .filter(one -> one.number() == number)
            .findFirst()
            .map(OpenIntent::intent)
            .orElseThrow(
                () ->
                    wrong(
                        "no-such-change",
                        "no change with the number " + number + " is open",
                        "relayctl resolve lists them"));
    Effect effect =
        switch (answer) {
          case Answer.NotDone ignored -> new Effect.NotDone("a person looked: it was not done");
          case Answer.Gone ignored -> gone(intent);
          case Answer.Stands stands ->
              stands(intent, stands.hostId(), pool.read(loaded.host(intent.key().host())));
        };
    journal.close(Map.of(number, effect));
  }

  private static Effect gone(Intent intent) {
    if (intent.action() != Intent.Action.DELETE) {
      throw wrong(
          "no-deletion",
          intent.action().id() + " " + intent.key() + " is no deletion",
          "say --stands ID or --not-done");
    }
    return new Effect.Removed();
  }

  private static Effect stands(Intent intent, long hostId, LiveHost live) {
    ResourceSpec after = intent.after();
    if (after == null) {
      throw wrong(
          "a-deletion",
          intent.action().id() + " " + intent.key() + " was to leave nothing there",
          "say --gone or --not-done");
    }
    if (live.get(intent.key().type(), hostId).isEmpty()) {
      throw wrong(
          "not-there",
          "host %s has no %s #%d".formatted(live.host(), intent.key().type().label(), hostId),
          "look for its id on the host, or say --not-done");
    }
    return new Effect.Stands(hostId, after);
  }

  private static InvalidInputException wrong(String code, String message, String fix) {
    return new InvalidInputException(Problem.of(code, message, fix));
  }
}
