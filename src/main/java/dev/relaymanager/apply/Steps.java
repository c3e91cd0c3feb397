package dev.relaymanager.apply;

import dev.relaymanager.apply.Journal.OpenIntent;
import dev.relaymanager.apply.Settler.Settlement;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostException;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.LiveReader;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.FieldChange;
import dev.relaymanager.plan.PlannedFields;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  static final int TRIES = 3;

  /** How often the host is looked at while what it shows keeps changing. */
  private static final int LOOKS = 20;

  private static final Settlement STILL_AT_WORK =
      new Settlement.Undecided(
          "the host is still at work on it", "run again later; open intents are settled first");

  private final HostAdapter host;
  private final Journal journal;
  private final UpstreamKeys keys;
  private final Settler settler;
  private final InstantSource clock;
  private final HostCalls calls;
  private final FreshLook look;
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
    this.calls = new HostCalls(host, installation, clock, keys);
    this.look = new FreshLook(host);
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

  /** The host's id of something that stands by now. */
  @Nullable Long idOf(ResourceKey key) {
    return ids.get(key);
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
    return carryOut(
        intent,
        () ->
            calls
                .create(key, spec, userId, intent.requestKey())
                .map(live -> new Carried(stood(live, spec), live)),
        spec);
  }

  /**
   * Changes or takes over a resource; what the host is not asked for, only the record follows.
   *
   * @param fields what the plan changes; nothing else is
   * @param touchesHost whether a request is needed at all
   */
  StepResult change(
      ResourceKey key,
      Intent.Action action,
      LiveResource live,
      ResourceSpec after,
      Map<String, FieldChange> fields,
      boolean touchesHost,
      @Nullable Secret upstreamKey,
      @Nullable String mask) {
    ResourceSpec spec = resolve(after);
    if (!touchesHost) {
      Intent intent =
          intent(key, action, live.id(), Records.asFound(live, spec, fields), spec, mask);
      long number = journal.intend(List.of(intent)).getFirst();
      return closed(number, intent, new Effect.Stands(live.id(), Records.asMeant(spec, live)));
    }
    return switch (look.beforeChanging(live, fields.keySet())) {
      case FreshLook.Seen.Same same ->
          update(key, action, same.now(), spec, fields, upstreamKey, mask);
      case FreshLook.Seen.Gone ignored -> StepResult.outdated(key, action, "it is gone");
      case FreshLook.Seen.Other other -> StepResult.outdated(key, action, other.how());
      case FreshLook.Seen.Unread unread -> unread(key, action, unread);
    };
  }

  private StepResult update(
      ResourceKey key,
      Intent.Action action,
      LiveResource live,
      ResourceSpec spec,
      Map<String, FieldChange> fields,
      @Nullable Secret upstreamKey,
      @Nullable String mask) {
    Intent intent =
        intent(
            key,
            action,
            live.id(),
            Records.asFound(live, spec, fields),
            spec,
            upstreamKey == null ? mask : upstreamKey.mask());
    ResourceSpec sent = PlannedFields.of(spec, live.spec(), fields.keySet());
    return carryOut(
        intent,
        () ->
            calls
                .update(key, live, sent, upstreamKey, intent.requestKey())
                .map(changed -> new Carried(stood(changed, spec), changed)),
        sent);
  }

  /**
   * Gives an account its earlier values again, those that a step of this batch changed.
   *
   * @param fields what that step changed
   */
  StepResult putBack(
      ResourceKey key,
      long hostId,
      ResourceSpec former,
      Map<String, FieldChange> fields,
      Secret upstreamKey) {
    HostOutcome<Optional<LiveResource>> read = look.read(ResourceType.ACCOUNT, hostId);
    if (!(read instanceof HostOutcome.Done<Optional<LiveResource>> done)
        || done.value().isEmpty()) {
      return StepResult.failed(key, Intent.Action.UPDATE, "it could not be read");
    }
    Map<String, FieldChange> back = new HashMap<>();
    fields.forEach((name, change) -> back.put(name, change.reversed()));
    return update(key, Intent.Action.UPDATE, done.value().get(), former, back, upstreamKey, null);
  }

  /** Refuses a change of an account before anything of it is done, and keeps that on record. */
  StepResult refuse(
      ResourceKey key,
      Intent.Action action,
      LiveResource live,
      ResourceSpec after,
      Map<String, FieldChange> fields,
      String why) {
    ResourceSpec spec = resolve(after);
    Intent intent = intent(key, action, live.id(), Records.asFound(live, spec, fields), spec, null);
    long number = journal.intend(List.of(intent)).getFirst();
    return closed(number, intent, new Effect.NotDone(why));
  }

  /** Deletes what a plan says; what is gone already only leaves the record. */
  StepResult delete(Change.Delete change) {
    ResourceKey key = change.key();
    return switch (look.beforeDeleting(change)) {
      case FreshLook.Seen.Same ignored -> delete(key, change.hostId(), change.before());
      case FreshLook.Seen.Gone ignored -> {
        Intent intent =
            intent(key, Intent.Action.DELETE, change.hostId(), change.before(), null, null);
        long number = journal.intend(List.of(intent)).getFirst();
        yield closed(number, intent, new Effect.Removed());
      }
      case FreshLook.Seen.Other other ->
          StepResult.outdated(key, Intent.Action.DELETE, other.how());
      case FreshLook.Seen.Unread unread -> unread(key, Intent.Action.DELETE, unread);
    };
  }

  private static StepResult unread(
      ResourceKey key, Intent.Action action, FreshLook.Seen.Unread unread) {
    return StepResult.failed(
        key, action, "could not be read before it was changed: " + unread.fault());
  }

  /** Deletes what this batch itself has just made. */
  StepResult delete(ResourceKey key, long hostId, ResourceSpec before) {
    Intent intent = intent(key, Intent.Action.DELETE, hostId, before, null, null);
    return carryOut(
        intent,
        () -> calls.delete(key, hostId).map(gone -> new Carried(new Effect.Removed(), null)),
        null);
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

  /**
   * The key that an account shall hold.
   *
   * @throws InvalidInputException when it cannot be opened, or nobody knows which it is
   */
  Secret openKey(ResourceKey account, ResourceSpec spec) {
    if (!(spec instanceof ResourceSpec.Account wanted) || wanted.key() == null) {
      throw new InvalidInputException(
          Problem.of(
              "key-unknown",
              "nobody knows which upstream key " + account + " held",
              "declare the account again, with its key"));
    }
    return keys.open(account, wanted.key());
  }

  /** {@link UpstreamKeys#openTogether}. */
  Map<ResourceKey, Secret> openKeys(Map<ResourceKey, ResourceSpec.Account> accounts) {
    Map<ResourceKey, Fingerprint> wanted = new HashMap<>();
    accounts.forEach(
        (account, spec) -> {
          if (spec.key() != null) {
            wanted.put(account, spec.key());
          }
        });
    return keys.openTogether(wanted);
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

  /**
   * What a call came to.
   *
   * @param shown the resource as the host answered; null after a deletion
   */
  private record Carried(Effect effect, @Nullable LiveResource shown) {}

  private StepResult carryOut(
      Intent intent, Supplier<HostOutcome<Carried>> call, @Nullable ResourceSpec sent) {
    long number = journal.intend(List.of(intent)).getFirst();
    HostFault last = null;
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      HostOutcome<Carried> outcome = call.get();
      switch (outcome) {
        case HostOutcome.Done<Carried> done -> {
          return readBack(number, intent, done.value(), sent);
        }
        case HostOutcome.Refused<Carried> refused -> {
          if (last == null) {
            return closed(number, intent, new Effect.NotDone(refused.fault().toString()));
          }
          // An earlier try may have come through late, and this refusal may be because it did.
          return settled(number, intent, look(number, intent), refused.fault());
        }
        case HostOutcome.Unknown<Carried> unknown -> last = unknown.fault();
      }
      Settlement settlement = look(number, intent);
      if (!isNotDone(settlement)) {
        return settled(number, intent, settlement, last);
      }
    }
    return closed(
        number,
        intent,
        new Effect.NotDone("tried " + TRIES + " times and not done; last: " + last));
  }

  /** What the host shows afterwards counts, not what it answered. */
  private StepResult readBack(
      long number, Intent intent, Carried carried, @Nullable ResourceSpec sent) {
    LiveResource answered = carried.shown();
    if (sent == null || answered == null) {
      return closed(number, intent, carried.effect());
    }
    HostOutcome<Optional<LiveResource>> read = look.read(sent.type(), answered.id());
    boolean isGone =
        read instanceof HostOutcome.Done<Optional<LiveResource>> done && done.value().isEmpty();
    if (isGone) {
      return StepResult.unknown(
          intent.key(), intent.action(), "the host answered that it did it, but shows nothing");
    }
    LiveResource shown =
        read instanceof HostOutcome.Done<Optional<LiveResource>> done
            ? done.value().orElse(answered)
            : answered;
    String ignored = PlannedFields.ignored(sent, shown);
    if (ignored.isEmpty()) {
      return closed(number, intent, carried.effect());
    }
    if (intent.action() == Intent.Action.CREATE) {
      closed(number, intent, carried.effect());
    } else {
      closed(number, intent, new Effect.NotDone(ignored));
    }
    return StepResult.failed(intent.key(), intent.action(), ignored);
  }

  /** Ends an intent by what was seen. */
  StepResult settled(long number, Intent intent, Settlement settlement, @Nullable HostFault last) {
    return switch (settlement) {
      case Settlement.Decided decided ->
          closed(
              number,
              intent,
              decided.effect() instanceof Effect.NotDone
                  ? new Effect.NotDone("not done; last answer: " + last)
                  : decided.effect());
      case Settlement.Undecided undecided ->
          StepResult.unknown(
              intent.key(), intent.action(), undecided.why() + "; " + undecided.search());
    };
  }

  static boolean isNotDone(Settlement settlement) {
    return settlement instanceof Settlement.Decided decided
        && decided.effect() instanceof Effect.NotDone;
  }

  private Settlement look(long number, Intent intent) {
    return look(List.of(new OpenIntent(number, intent, clock.instant()))).getFirst();
  }

  /**
   * Looks at the host until the picture stands still: a late request may still be at work.
   *
   * @param open of one type, all from one request
   */
  List<Settlement> look(List<OpenIntent> open) {
    List<Settlement> before = lookOnce(open);
    for (int i = 0; i < LOOKS; i++) {
      if (before.stream().allMatch(Steps::isDone)) {
        return before;
      }
      pause();
      List<Settlement> after = lookOnce(open);
      if (after.equals(before)) {
        return after;
      }
      before = after;
    }
    return before.stream().map(seen -> isDone(seen) ? seen : STILL_AT_WORK).toList();
  }

  private static boolean isDone(Settlement settlement) {
    return settlement instanceof Settlement.Decided && !isNotDone(settlement);
  }

  /** What the host shows now. */
  List<Settlement> lookOnce(List<OpenIntent> open) {
    try {
      LiveHost live = LiveReader.readOnly(host, open.getFirst().intent().key().type());
      return open.stream().map(one -> settler.settle(one, live)).toList();
    } catch (HostException unreadable) {
      Settlement unseen =
          new Settlement.Undecided(
              "the host could not be looked at: " + unreadable.getMessage(),
              "run again when it answers; open intents are settled first");
      return open.stream().map(one -> unseen).toList();
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
}
