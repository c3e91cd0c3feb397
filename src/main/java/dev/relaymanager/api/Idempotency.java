package dev.relaymanager.api;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.seal.Fingerprinter;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.store.ApiRequests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries out a call that is named once, and answers the same call again with what it was answered.
 * A body is known by a keyed hash alone: it may hold keys.
 */
final class Idempotency {
  private final ApiRequests requests;
  private final Fingerprinter fingerprinter;

  Idempotency(ApiRequests requests, Fingerprinter fingerprinter) {
    this.requests = requests;
    this.fingerprinter = fingerprinter;
  }

  /**
   * Carries out, or answers again.
   *
   * @param again what a batch that was announced for it has come to
   */
  Answer.Whole once(
      Call call, byte[] body, Supplier<Answer.Whole> work, Function<String, Answer.Whole> again) {
    Optional<String> key = call.header(Operation.KEY);
    if (key.isEmpty()) {
      return work.get();
    }
    String fingerprint = fingerprint(call, body).hex();
    Optional<ApiRequests.Request> before =
        requests.begin(key.get(), call.caller().name(), fingerprint);
    if (before.isPresent()) {
      return repeated(before.get(), fingerprint, again).with("Idempotency-Replayed", "true");
    }
    boolean answered = false;
    try {
      Answer.Whole answer = work.get();
      if (answer.status() < 300) {
        requests.end(key.get(), call.caller().name(), answer.status(), answer.body());
        answered = true;
      }
      return answer;
    } finally {
      if (!answered && hasNoBatch(key.get(), call)) {
        requests.forget(key.get(), call.caller().name());
      }
    }
  }

  /** What began a batch is not carried out again, whatever it was answered. */
  private boolean hasNoBatch(String key, Call call) {
    return requests.get(key, call.caller().name()).filter(one -> one.batchId() != null).isEmpty();
  }

  private static Answer.Whole repeated(
      ApiRequests.Request before, String fingerprint, Function<String, Answer.Whole> again) {
    if (!before.fingerprint().equals(fingerprint)) {
      throw ApiException.at(
          422,
          "idempotency-key-reused",
          "/" + Operation.KEY,
          "this Idempotency-Key was sent with another call",
          "send each call with a key of its own");
    }
    if (before.batchId() != null) {
      return again.apply(before.batchId());
    }
    if (before.status() == null || before.answer() == null) {
      throw ApiException.at(
          409, "in-progress", "", "the same call is being carried out", "ask again in a moment");
    }
    return new Answer.Whole(
        before.status(),
        Map.of(),
        before.answer().isEmpty() ? "" : Answer.JSON,
        before.answer(),
        null,
        "");
  }

  /** Notes the batch that a call will be carried out by. */
  void announce(Call call, String batchId) {
    call.header(Operation.KEY).ifPresent(key -> requests.batch(key, call.caller().name(), batchId));
  }

  private Fingerprint fingerprint(Call call, byte[] body) {
    String head = call.operation().id() + "\n" + new TreeMap<>(call.path()) + "\n";
    byte[] start = head.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    try (Secret secret = Secret.of(all)) {
      return fingerprinter.of(secret);
    } finally {
      Arrays.fill(all, (byte) 0);
    }
  }
}
