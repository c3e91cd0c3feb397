package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter.Settled;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sees to it that chats of an account go the way its vendor knows (contract.md 5.3).
 *
 * <p>From 0.1.127 on a mode in the account decides. Before, the host's own probe writes a mark, and
 * writes it over ours; so ours is written after the probe, and looked at again.
 */
final class ProtocolSettler {
  private static final int AT_ONCE = 500;

  /** Up to so many accounts are read one by one, more as a list. */
  private static final int FEW = 25;

  private static final int TRIES = 3;
  private static final Duration FIRST_LOOK = Duration.ofMillis(100);
  private static final Duration SLOWEST_LOOK = Duration.ofSeconds(2);

  private final HostClient client;
  private final AccountCalls accounts;
  private final Supplier<HostOutcome<Dialect>> dialect;

  ProtocolSettler(
      HostClient client, AccountCalls accounts, Supplier<HostOutcome<Dialect>> dialect) {
    this.client = client;
    this.accounts = accounts;
    this.dialect = dialect;
  }

  HostOutcome<Settled> settle(List<Long> ids, Protocol protocol, Duration atMost) {
    if (ids.isEmpty()) {
      return new Done<>(new Settled(false, List.of()));
    }
    return dialect
        .get()
        .then(
            known -> {
              if (known.has(Feature.RESPONSES_MODE)) {
                String mode =
                    switch (protocol) {
                      case CHAT_COMPLETIONS -> WireAccount.CHAT_ONLY;
                      case RESPONSES -> "auto";
                    };
                return write(ids, Json.object().put(WireAccount.RESPONSES_MODE, mode))
                    .map(written -> new Settled(false, List.of()));
              }
              return switch (protocol) {
                case CHAT_COMPLETIONS -> pinMark(ids, atMost);
                // The host finds out by itself, and is right where /responses exists.
                case RESPONSES -> new Done<>(new Settled(false, List.of()));
              };
            });
  }

  private HostOutcome<Settled> pinMark(List<Long> ids, Duration atMost) {
    HostOutcome<List<LiveResource.Account>> probed = waitForProbes(ids, atMost);
    return probed.then(
        found -> {
          List<Long> unprobed =
              found.stream()
                  .filter(account -> account.health().responsesSupported() == null)
                  .map(LiveResource.Account::id)
                  .toList();
          return pin(found, TRIES).map(pinned -> new Settled(true, unprobed));
        });
  }

  /** Reads the accounts until all have a mark or the time is over. */
  private HostOutcome<List<LiveResource.Account>> waitForProbes(List<Long> ids, Duration atMost) {
    long begun = System.nanoTime();
    Duration look = FIRST_LOOK;
    while (true) {
      HostOutcome<List<LiveResource.Account>> read = read(ids);
      if (!(read instanceof Done<List<LiveResource.Account>> done)
          || done.value().stream()
              .allMatch(account -> account.health().responsesSupported() != null)
          || System.nanoTime() - begun >= atMost.toNanos()) {
        return read;
      }
      try {
        client.pause(look);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new Refused<>(
            HostClient.fault(
                Call.read("wait for the host's probe", AccountCalls.ACCOUNTS),
                Kind.TIMEOUT,
                "stopped while waiting"));
      }
      look = look.multipliedBy(2).compareTo(SLOWEST_LOOK) > 0 ? SLOWEST_LOOK : look.multipliedBy(2);
    }
  }

  /** Writes the mark where it is not false, and looks whether a late probe wrote over it. */
  private HostOutcome<Boolean> pin(List<LiveResource.Account> accountsNow, int triesLeft) {
    List<Long> open =
        accountsNow.stream()
            .filter(account -> !Objects.equals(account.health().responsesSupported(), false))
            .map(LiveResource.Account::id)
            .toList();
    if (open.isEmpty()) {
      return new Done<>(true);
    }
    if (triesLeft == 0) {
      return new Refused<>(
          HostClient.fault(
              bulkUpdate(),
              Kind.CONFLICT,
              open.size() + " accounts do not keep the mark that pins chat completions"));
    }
    return write(open, Json.object().put(WireAccount.RESPONSES_SUPPORTED, false))
        .then(written -> read(open))
        .then(again -> pin(again, triesLeft - 1));
  }

  /** The accounts with these ids, all of them. */
  private HostOutcome<List<LiveResource.Account>> read(List<Long> ids) {
    List<LiveResource.Account> found = new ArrayList<>();
    if (ids.size() > FEW) {
      Set<Long> wanted = new HashSet<>(ids);
      HostOutcome<List<LiveResource.Account>> all = accounts.list(new Scope.All());
      if (!(all instanceof Done<List<LiveResource.Account>> done)) {
        return all;
      }
      done.value().stream().filter(account -> wanted.contains(account.id())).forEach(found::add);
    } else {
      for (Long id : ids) {
        HostOutcome<Optional<LiveResource.Account>> one = accounts.find(id);
        if (!(one instanceof Done<Optional<LiveResource.Account>> done)) {
          return one.map(account -> found);
        }
        done.value().ifPresent(found::add);
      }
    }
    if (found.size() < new HashSet<>(ids).size()) {
      return new Refused<>(
          HostClient.fault(
              bulkUpdate(), Kind.NOT_FOUND, "some of the accounts are not on the host any more"));
    }
    return new Done<>(found);
  }

  private static Call bulkUpdate() {
    return Call.send(
        "pin protocol of accounts", "POST", AccountCalls.ACCOUNTS + "/bulk-update", null);
  }

  /** Merges into {@code extra}; the host reports success for ids that do not exist (item 17). */
  private HostOutcome<Boolean> write(List<Long> ids, ObjectNode extra) {
    HostOutcome<Boolean> outcome = new Done<>(true);
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<Long> part = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      outcome = outcome.then(done -> writePart(part, extra));
    }
    return outcome;
  }

  private HostOutcome<Boolean> writePart(List<Long> ids, ObjectNode extra) {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("account_ids");
    ids.forEach(list::add);
    body.set("extra", extra);
    Call call =
        Call.send("pin protocol of accounts", "POST", AccountCalls.ACCOUNTS + "/bulk-update", body)
            .repeatable(Repeat.ABSOLUTE)
            .within(Call.LONG_DEADLINE);
    return client.run(
        call,
        data -> {
          Wire failed = data.field("failed");
          if (failed.integer() != 0) {
            throw failed.drift("0", "failed accounts");
          }
          return true;
        });
  }
}
