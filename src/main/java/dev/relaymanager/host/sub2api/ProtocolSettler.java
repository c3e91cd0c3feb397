package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter.Settled;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sees to it that chats of an account go the way its vendor knows (contract.md 5.3).
 *
 * <p>From 0.1.127 on a mode in the account decides. Before, the host's own probe writes a mark, and
 * writes it over ours; so ours is written after the probe, and looked at again.
 */
final class ProtocolSettler {
  private static final String OPERATION = "pin protocol of accounts";

  private static final int TRIES = 3;
  private static final Duration FIRST_LOOK = Duration.ofMillis(100);
  private static final Duration SLOWEST_LOOK = Duration.ofSeconds(2);

  private final HostClient client;
  private final AccountCalls accounts;
  private final BulkUpdate bulk;
  private final Supplier<HostOutcome<Dialect>> dialect;

  ProtocolSettler(
      HostClient client, AccountCalls accounts, Supplier<HostOutcome<Dialect>> dialect) {
    this.client = client;
    this.accounts = accounts;
    this.bulk = new BulkUpdate(client);
    this.dialect = dialect;
  }

  HostOutcome<Settled> settle(List<Long> ids, Protocol protocol, Duration atMost) {
    if (ids.isEmpty()) {
      return new Done<>(new Settled(false, List.of()));
    }
    return dialect
        .get()
        .then(
            known ->
                switch (known.pinning()) {
                  case BY_MODE ->
                      write(ids, ChatPinning.mode(protocol))
                          .map(written -> new Settled(false, List.of()));
                  case BY_MARK ->
                      switch (protocol) {
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
      HostOutcome<List<LiveResource.Account>> read = accounts.all(ids, bulkUpdate());
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
    return write(open, ChatPinning.chatOnlyMark())
        .then(written -> accounts.all(open, bulkUpdate()))
        .then(again -> pin(again, triesLeft - 1));
  }

  private static Call bulkUpdate() {
    return BulkUpdate.call(OPERATION);
  }

  private HostOutcome<Boolean> write(List<Long> ids, ObjectNode extra) {
    ObjectNode change = Json.object();
    change.set("extra", extra);
    return bulk.write(OPERATION, ids, change);
  }
}
