package dev.relaymanager.probe;

import dev.relaymanager.host.GatewayAnswer;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.ServedCall;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls a model as a user would. A host's caches follow a change within seconds (contract.md 8,
 * item 14), so a refusal that may pass is asked again for a while. An answer proves something of
 * our group only when the host booked a call of that user there: the key may be bound to another.
 */
public final class GatewayProber {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int USAGE_LOOKS = 6;

  private final HostAdapter host;
  private final String installation;
  private final InstantSource clock;
  private final Duration patience;

  /**
   * A prober.
   *
   * @param installation tells our subscriptions by their marks
   * @param patience how long refusals that may pass are asked again
   */
  public GatewayProber(
      HostAdapter host, String installation, InstantSource clock, Duration patience) {
    this.host = host;
    this.installation = installation;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * A call that is to be made.
   *
   * @param userId the host's id of the user whose key it is
   * @param groupId the group that it has to go through
   */
  public record Wanted(GatewayProof.Caller caller, long userId, String model, long groupId) {
    String call() {
      return "POST /v1/chat/completions with " + model;
    }
  }

  /** What the host booked of a call. */
  private sealed interface Booking {
    record Found(ServedCall call) implements Booking {}

    record None() implements Booking {}

    record Unreadable(HostFault fault) implements Booking {}
  }

  /**
   * Proves.
   *
   * @param waiting hears, once, that the host's caches are waited for
   */
  public GatewayProof prove(Wanted wanted, Secret userKey, Consumer<String> waiting) {
    Instant until = clock.instant().plus(patience);
    Booking before = lastCall(wanted, 0);
    boolean said = false;
    while (true) {
      HostOutcome<GatewayAnswer> outcome = host.chat(userKey, wanted.model());
      if (outcome instanceof HostOutcome.Done<GatewayAnswer> done
          && done.value() instanceof GatewayAnswer.Answered answered) {
        return answered(wanted, answered, booking(wanted, before));
      }
      if (!mayPass(outcome)
          || !clock.instant().isBefore(until)
          || Thread.currentThread().isInterrupted()) {
        return new GatewayProof(
            wanted.caller(),
            WayVerdict.REFUSED,
            wanted.call(),
            status(outcome),
            wanted.call() + ": " + refusal(outcome) + hint(outcome, wanted.groupId()),
            "",
            null,
            clock.instant());
      }
      if (!said) {
        waiting.accept("the gateway's caches to follow (at most " + patience.toSeconds() + " s)");
        said = true;
      }
      pause();
    }
  }

  private GatewayProof answered(Wanted wanted, GatewayAnswer.Answered answered, Booking booking) {
    String what = wanted.call() + " answered as " + answered.model();
    return switch (booking) {
      case Booking.Found found -> {
        String account = nameOf(found.call().accountId());
        yield new GatewayProof(
            wanted.caller(),
            WayVerdict.PROVEN,
            wanted.call(),
            200,
            what + ", through account " + account,
            account,
            paid(found.call().subscriptionId()),
            clock.instant());
      }
      case Booking.None ignored ->
          unchecked(
              wanted,
              what
                  + ", but the host booked no call of %s in group #%d: the key is another user's, or"
                      .formatted(wanted.caller().user(), wanted.groupId())
                  + " is bound to another group");
      case Booking.Unreadable unreadable ->
          unchecked(
              wanted, what + ", but what the host booked could not be read: " + unreadable.fault());
    };
  }

  private GatewayProof unchecked(Wanted wanted, String why) {
    return new GatewayProof(
        wanted.caller(), WayVerdict.UNCHECKED, wanted.call(), 200, why, "", null, clock.instant());
  }

  /** One that cannot be read counts as a grant's, so that nothing is claimed of other ways. */
  private GatewayProof.@Nullable Paid paid(@Nullable Long subscription) {
    if (subscription == null) {
      return null;
    }
    boolean ours =
        switch (host.subscription(subscription)) {
          case HostOutcome.Done<Optional<LiveResource.Subscription>> done ->
              done.value()
                  .map(LiveResource.Subscription::marker)
                  .filter(mark -> mark.installation().equals(installation))
                  .isPresent();
          case HostOutcome.Refused<Optional<LiveResource.Subscription>> ignored -> true;
          case HostOutcome.Unknown<Optional<LiveResource.Subscription>> ignored -> true;
        };
    return new GatewayProof.Paid(subscription, ours);
  }

  private static boolean mayPass(HostOutcome<GatewayAnswer> outcome) {
    return outcome instanceof HostOutcome.Done<GatewayAnswer> done
        && done.value() instanceof GatewayAnswer.Refused refused
        && refused.cause().settling();
  }

  private static int status(HostOutcome<GatewayAnswer> outcome) {
    return switch (outcome) {
      case HostOutcome.Done<GatewayAnswer> done ->
          switch (done.value()) {
            case GatewayAnswer.Refused refused -> refused.status();
            case GatewayAnswer.Answered ignored -> 200;
          };
      case HostOutcome.Refused<GatewayAnswer> refused -> refused.fault().status();
      case HostOutcome.Unknown<GatewayAnswer> unknown -> unknown.fault().status();
    };
  }

  /** A key loses its group when the group is deleted, and then fails in misleading words. */
  private static String hint(HostOutcome<GatewayAnswer> outcome, long groupId) {
    return outcome instanceof HostOutcome.Done<GatewayAnswer> done
            && done.value() instanceof GatewayAnswer.Refused refused
            && refused.status() == 403
        ? " (is the user's key bound to our group #" + groupId + "?)"
        : "";
  }

  private static String refusal(HostOutcome<GatewayAnswer> outcome) {
    return switch (outcome) {
      case HostOutcome.Done<GatewayAnswer> done ->
          switch (done.value()) {
            case GatewayAnswer.Refused refused ->
                "refused with %d %s: %s (%s)"
                    .formatted(
                        refused.status(),
                        refused.code(),
                        refused.message(),
                        refused.cause().meaning());
            case GatewayAnswer.Answered answered -> "answered as " + answered.model();
          };
      case HostOutcome.Refused<GatewayAnswer> refused -> refused.fault().toString();
      case HostOutcome.Unknown<GatewayAnswer> unknown -> unknown.fault().toString();
    };
  }

  /** What the host booked of this call; some looks, for it may do so a little later. */
  private Booking booking(Wanted wanted, Booking before) {
    return switch (before) {
      case Booking.Found found -> booking(wanted, found.call().id());
      case Booking.None ignored -> booking(wanted, 0);
      // An earlier call could not be told from this one.
      case Booking.Unreadable unreadable -> unreadable;
    };
  }

  private Booking booking(Wanted wanted, long last) {
    Booking seen = lastCall(wanted, last);
    for (int look = 1; look < USAGE_LOOKS && !(seen instanceof Booking.Found); look++) {
      pause();
      seen = lastCall(wanted, last);
    }
    return seen;
  }

  /** The user's newest call in the group after another. */
  private Booking lastCall(Wanted wanted, long after) {
    return switch (host.lastCalls(wanted.groupId())) {
      case HostOutcome.Done<List<ServedCall>> done ->
          done.value().stream()
              .filter(call -> call.userId() == wanted.userId() && call.id() > after)
              .findFirst()
              .<Booking>map(Booking.Found::new)
              .orElseGet(Booking.None::new);
      case HostOutcome.Refused<List<ServedCall>> refused -> new Booking.Unreadable(refused.fault());
      case HostOutcome.Unknown<List<ServedCall>> unknown -> new Booking.Unreadable(unknown.fault());
    };
  }

  private String nameOf(long accountId) {
    return switch (host.account(accountId)) {
      case HostOutcome.Done<Optional<LiveResource.Account>> done ->
          done.value().map(account -> account.spec().name()).orElse("#" + accountId);
      case HostOutcome.Refused<Optional<LiveResource.Account>> ignored -> "#" + accountId;
      case HostOutcome.Unknown<Optional<LiveResource.Account>> ignored -> "#" + accountId;
    };
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
