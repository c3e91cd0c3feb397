package dev.relaymanager.certify;

import static dev.relaymanager.certify.Differences.unless;

import dev.relaymanager.host.GatewayAnswer;
import dev.relaymanager.host.GatewayAnswer.Cause;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.Scope;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Supplier;

/** {@link Area#REMOVAL}: takes down what was made, the way a rollback does. */
final class RemovalArea {
  private static final String STILL_THERE = "it is still there";

  /** A subscription's cache lasts ten seconds (contract.md 6.5). */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Bench bench;
  private final HostAdapter host;
  private final Notebook notebook;
  private final InstantSource clock;

  private RemovalArea(Bench bench, InstantSource clock) {
    this.bench = bench;
    this.host = bench.host;
    this.notebook = bench.notebook;
    this.clock = clock;
  }

  static void tryOn(Bench bench, InstantSource clock) throws Blocked {
    new RemovalArea(bench, clock).remove();
  }

  private void remove() throws Blocked {
    long group = bench.group();
    long subscription = bench.subscription().id();
    notebook.tried(
        Claim.REVOKE,
        () ->
            host.revokeSubscription(subscription)
                .then(gone -> host.subscriptions(new Scope.InGroup(group))),
        left -> unless(left.isEmpty(), STILL_THERE));
    Secret key = bench.userKey();
    notebook.tried(
        Claim.CHAT_REVOKED,
        () -> refusedInTheEnd(key),
        answer -> GatewayArea.expected(answer, EnumSet.of(Cause.NO_SUBSCRIPTION)));
    long account = bench.accounts.getFirst();
    removed(Claim.ACCOUNT_DELETE, () -> host.deleteAccount(account), () -> host.account(account));
    long plan = Bench.made(bench.plan, Claim.PLAN_CREATE);
    removed(Claim.PLAN_DELETE, () -> host.deletePlan(plan), () -> host.plan(plan));
    long channel = Bench.made(bench.channel, Claim.CHANNEL_CREATE);
    removed(Claim.CHANNEL_DELETE, () -> host.deleteChannel(channel), () -> host.channel(channel));
    removed(Claim.GROUP_DELETE, () -> host.deleteGroup(group), () -> host.group(group));
    long user = bench.user();
    removed(
        Claim.USER_DELETE,
        () -> host.deleteUser(user),
        () -> host.userByEmail(bench.things.email("user")));
    notebook.tried(
        Claim.DELETE_AGAIN,
        () ->
            host.deleteGroup(group)
                .then(
                    first ->
                        host.deleteChannel(channel)
                            .then(
                                second ->
                                    host.deletePlan(plan)
                                        .map(
                                            third ->
                                                first.wasThere()
                                                    || second.wasThere()
                                                    || third.wasThere()))),
        wasThere -> unless(!wasThere, "a second deletion looks like the first"));
  }

  private <T> void removed(
      Claim claim, Supplier<HostOutcome<Gone>> deletion, Supplier<HostOutcome<Optional<T>>> read)
      throws Blocked {
    notebook.tried(
        claim,
        () -> deletion.get().then(gone -> read.get()),
        left -> unless(left.isEmpty(), STILL_THERE));
  }

  /** The gateway's caches follow within seconds; an answer before that proves nothing. */
  private HostOutcome<GatewayAnswer> refusedInTheEnd(Secret key) {
    Instant until = clock.instant().plus(PATIENCE);
    while (true) {
      HostOutcome<GatewayAnswer> outcome = host.chat(key, bench.things.vendor().model());
      boolean refusedForIt =
          outcome instanceof HostOutcome.Done<GatewayAnswer> done
              && GatewayArea.expected(done.value(), EnumSet.of(Cause.NO_SUBSCRIPTION)).isEmpty();
      if (refusedForIt || !clock.instant().isBefore(until)) {
        return outcome;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return outcome;
      }
    }
  }
}
