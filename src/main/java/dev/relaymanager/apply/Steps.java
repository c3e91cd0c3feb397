package dev.relaymanager.apply;

import dev.relaymanager.apply.Journal.OpenIntent;
import dev.relaymanager.apply.Settler.Settlement;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.LiveReader;
import dev.relaymanager.plan.Change;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries single steps of one batch out: intent, call, outcome, and where the outcome is unknown a
 * look at the host at once. Safe for use by many threads.
 */
final class Steps {
  /** A request whose answer was lost may still be at work on the host for this long. */
  private static final Duration QUIET = Duration.ofMillis(500);

  private static final int TRIES = 3;

  private final HostAdapter host;
  private final Journal journal;
  private final UpstreamKeys keys;
  private final Settler settler;
  private final InstantSource clock;
  private final HostCalls calls;
  private final String batchId;
  private final Intent.Phase phase;
  private final Map<ResourceKey, Long> ids = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();

  Steps(
      HostAdapter host,
      Journal journal,
      UpstreamKeys keys,
      String installation,
      InstantSource clock,
      String batchId,
      Intent.Phase phase) {
    this.host = host;
    this.journal = journal;
    this.keys = keys;
    this.settler = new Settler(installation);
    this.clock = clock;
    this.calls = new HostCalls(host, installation, clock);
    this.batchId = batchId;
    this.phase = phase;
  }

  /** Names a request of this batch, never the same twice. */
  String nextRequestKey() {
    return batchId + "-" + phase.id().charAt(0) + requests.incrementAndGet();
  }

  /** Lets later steps refer to something that stands. */
  void stands(ResourceKey key, long hostId) {
    ids.put(key, hostId);
  }

  ResourceSpec resolve(ResourceSpec spec) {
    return References.resolve(spec, ids);
  }

  HostCalls calls() {
    return calls;
  }

  /** Makes a resource that is no account. */
  StepResult create(Change.Create change, @Nullable Long userId) {
    ResourceSpec spec = resolve(change.after());
    ResourceKey key = change.key();
    Intent intent = intent(key, Intent.Action.CREATE, null, null, spec, null);
    return carryOut(intent, () -> calls.create(key, spec, userId).map(live -> stood(live, spec)));
  }

  /** Changes or takes over a resource; with no field to change, only the record follows. */
  StepResult change(
      ResourceKey key,
      Intent.Action action,
      LiveResource live,
      ResourceSpec after,
      boolean touchesHost,
      @Nullable Secret upstreamKey,
      @Nullable String mask) {
    ResourceSpec spec = resolve(after);
    Intent intent = intent(key, action, live.id(), live.spec(), spec, mask);
    if (!touchesHost) {
      long number = journal.intend(List.of(intent)).getFirst();
      return closed(number, intent, stood(live, spec));
    }
    return carryOut(
        intent,
        () ->
            calls
                .update(key, live, spec, upstreamKey, intent.requestKey())
                .map(changed -> stood(changed, spec)));
  }

  StepResult delete(ResourceKey key, long hostId, ResourceSpec before) {
    Intent intent = intent(key, Intent.Action.DELETE, hostId, before, null, null);
    return carryOut(
        intent, () -> calls.delete(key.type(), hostId).map(gone -> new Effect.Removed()));
  }

  StepResult forget(ResourceKey key, long hostId, ResourceSpec before) {
    Intent intent = intent(key, Intent.Action.FORGET, hostId, before, null, null);
    long number = journal.intend(List.of(intent)).getFirst();
    return closed(number, intent, new Effect.Removed());
  }

  Intent intent(
      ResourceKey key,
      Intent.Action action,
      @Nullable Long hostId,
      @Nullable ResourceSpec before,
      @Nullable ResourceSpec after,
      @Nullable String mask) {
    return new Intent(batchId, phase, key, action, hostId, before, after, nextRequestKey(), mask);
  }

  Secret openKey(ResourceKey account) {
    return keys.open(account);
  }

  /** Closes an intent with a known effect. */
  StepResult closed(long number, Intent intent, Effect effect) {
    journal.close(Map.of(number, effect));
    return result(intent, effect);
  }

  StepResult result(Intent intent, Effect effect) {
    return switch (effect) {
      case Effect.Stands stands -> {
        ids.put(intent.key(), stands.hostId());
        yield StepResult.done(intent.key(), intent.action(), stands.hostId());
      }
      case Effect.Removed ignored -> {
        ids.remove(intent.key());
        yield StepResult.done(intent.key(), intent.action(), intent.hostId());
      }
      case Effect.NotDone notDone ->
          StepResult.failed(intent.key(), intent.action(), notDone.reason());
    };
  }

  private StepResult carryOut(Intent intent, Supplier<HostOutcome<Effect>> call) {
    long number = journal.intend(List.of(intent)).getFirst();
    HostFault last = null;
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      HostOutcome<Effect> outcome = call.get();
      switch (outcome) {
        case HostOutcome.Done<Effect> done -> {
          return closed(number, intent, done.value());
        }
        case HostOutcome.Refused<Effect> refused -> {
          return closed(number, intent, new Effect.NotDone(refused.fault().toString()));
        }
        case HostOutcome.Unknown<Effect> unknown -> last = unknown.fault();
      }
      Settlement settlement = look(new OpenIntent(number, intent, clock.instant()));
      if (settlement instanceof Settlement.Decided decided
          && !(decided.effect() instanceof Effect.NotDone)) {
        return closed(number, intent, decided.effect());
      }
      if (settlement instanceof Settlement.Undecided undecided) {
        return StepResult.unknown(
            intent.key(), intent.action(), undecided.why() + "; " + undecided.search());
      }
    }
    return closed(
        number,
        intent,
        new Effect.NotDone("tried " + TRIES + " times and not done; last: " + last));
  }

  /** Looks at the host until the picture stands still: a late request may still be at work. */
  Settlement look(OpenIntent open) {
    Settlement before = lookOnce(open);
    for (int i = 0; i < TRIES; i++) {
      if (before instanceof Settlement.Decided decided
          && !(decided.effect() instanceof Effect.NotDone)) {
        return before;
      }
      pause();
      Settlement after = lookOnce(open);
      if (after.equals(before)) {
        return after;
      }
      before = after;
    }
    return before;
  }

  private Settlement lookOnce(OpenIntent open) {
    try {
      LiveHost live = LiveReader.read(host, LiveReader.Wanted.lists());
      return settler.settle(open, live);
    } catch (dev.relaymanager.host.HostException unreadable) {
      return new Settlement.Undecided(
          "the host could not be looked at: " + unreadable.getMessage(),
          "run again when it answers; open intents are settled first");
    }
  }

  private static void pause() {
    try {
      Thread.sleep(QUIET);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Effect stood(LiveResource live, ResourceSpec spec) {
    return new Effect.Stands(live.id(), Records.asMade(spec, live));
  }

  Instant now() {
    return clock.instant();
  }

  static boolean isAccount(ResourceKey key) {
    return key.type() == ResourceType.ACCOUNT;
  }
}
