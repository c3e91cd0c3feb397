package dev.relaymanager.probe;

import dev.relaymanager.host.GatewayAnswer;
import dev.relaymanager.host.HostAdapter;
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

/**
 * Calls a model as a user would. A host's caches follow a change within seconds (contract.md 8,
 * item 14), so a refusal that may pass is asked again for a while.
 */
public final class GatewayProber {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int USAGE_LOOKS = 6;

  private final HostAdapter host;
  private final InstantSource clock;
  private final Duration patience;

  /**
   * A prober.
   *
   * @param patience how long refusals that may pass are asked again
   */
  public GatewayProber(HostAdapter host, InstantSource clock, Duration patience) {
    this.host = host;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Proves one grant.
   *
   * @param groupId the import's group, to tell which account served
   * @param waiting hears, once, that the host's caches are waited for
   */
  public GatewayProof prove(
      String grant, Secret userKey, String model, long groupId, Consumer<String> waiting) {
    Instant begun = clock.instant();
    Instant until = begun.plus(patience);
    long before = lastCall(groupId).map(ServedCall::id).orElse(0L);
    boolean said = false;
    while (true) {
      HostOutcome<GatewayAnswer> outcome = host.chat(userKey, model);
      if (outcome instanceof HostOutcome.Done<GatewayAnswer> done
          && done.value() instanceof GatewayAnswer.Answered answered) {
        String servedBy = servedBy(groupId, before);
        return new GatewayProof(
            grant,
            true,
            "POST /v1/chat/completions with %s answered as %s%s"
                .formatted(
                    model,
                    answered.model(),
                    servedBy.isEmpty() ? "" : ", through account " + servedBy),
            servedBy,
            clock.instant());
      }
      if (!mayPass(outcome)
          || !clock.instant().isBefore(until)
          || Thread.currentThread().isInterrupted()) {
        return new GatewayProof(
            grant,
            false,
            "POST /v1/chat/completions with "
                + model
                + ": "
                + refusal(outcome)
                + hint(outcome, groupId),
            "",
            clock.instant());
      }
      if (!said) {
        waiting.accept("the gateway's caches to follow (at most " + patience.toSeconds() + " s)");
        said = true;
      }
      pause();
    }
  }

  private static boolean mayPass(HostOutcome<GatewayAnswer> outcome) {
    return outcome instanceof HostOutcome.Done<GatewayAnswer> done
        && done.value() instanceof GatewayAnswer.Refused refused
        && refused.cause().settling();
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

  /** The account that the host booked the call to. */
  private String servedBy(long groupId, long before) {
    for (int look = 0; look < USAGE_LOOKS; look++) {
      Optional<ServedCall> call = lastCall(groupId).filter(one -> one.id() > before);
      if (call.isPresent()) {
        return nameOf(call.get().accountId());
      }
      pause();
    }
    return "";
  }

  /** Who served is a help, not the proof: a read that fails only leaves it untold. */
  private Optional<ServedCall> lastCall(long groupId) {
    return switch (host.lastCalls(groupId)) {
      case HostOutcome.Done<List<ServedCall>> done -> done.value().stream().findFirst();
      case HostOutcome.Refused<List<ServedCall>> ignored -> Optional.empty();
      case HostOutcome.Unknown<List<ServedCall>> ignored -> Optional.empty();
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
