package dev.relaymanager.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The store behind the {@code Idempotency-Key} header (contract.md 2.5). Thread-safe. */
final class Idempotency {
  static final String REPLAYED = "X-Idempotency-Replayed";
  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration BACKOFF = Duration.ofSeconds(5);
  private static final int LONGEST_STORED = 64 * 1024;
  private static final Set<String> REDACTED =
      Set.of("access_token", "refresh_token", "id_token", "password", "client_secret", "code");

  private enum Stage {
    RUNNING,
    DONE,
    FAILED
  }

  /** What is known of a key; {@code data} stands once it is done, null if too long to keep. */
  private record Entry(Stage stage, JsonNode fingerprint, Instant since, @Nullable JsonNode data) {}

  private final State state;
  private final Map<String, Entry> entries = new HashMap<>();

  Idempotency(State state) {
    this.state = state;
  }

  /**
   * Runs {@code work} unless the call's key says that it ran before.
   *
   * @param known the fields of the body that count: the host compares what it parsed
   */
  Reply run(Call call, JsonNode known, Supplier<Reply> work) {
    String key = call.header("Idempotency-Key").strip();
    if (key.isEmpty()) {
      return work.get();
    }
    if (key.length() > 128 || key.chars().anyMatch(letter -> letter < 33 || letter > 126)) {
      throw Reason.IDEMPOTENCY_KEY_INVALID.refuse();
    }
    ObjectNode fingerprint =
        Json.object().put("route", call.method() + " " + call.path()).put("actor", call.user().id);
    fingerprint.set("body", known);
    Reply earlier = claim(key, fingerprint);
    if (earlier != null) {
      return earlier;
    }
    Reply reply = null;
    try {
      call.pause().run();
      reply = work.get();
      return reply;
    } finally {
      settle(key, fingerprint, reply);
    }
  }

  private synchronized @Nullable Reply claim(String key, JsonNode fingerprint) {
    Instant now = state.now();
    Entry entry = entries.get(key);
    if (entry == null || entry.since().plus(KEPT).isBefore(now)) {
      entries.put(key, new Entry(Stage.RUNNING, fingerprint, now, null));
      return null;
    }
    if (!entry.fingerprint().equals(fingerprint)) {
      throw Reason.IDEMPOTENCY_KEY_CONFLICT.refuse();
    }
    return switch (entry.stage()) {
      case RUNNING -> throw wait(Reason.IDEMPOTENCY_IN_PROGRESS, 1);
      case FAILED -> {
        Duration left = Duration.between(now, entry.since().plus(BACKOFF));
        if (left.isPositive()) {
          throw wait(Reason.IDEMPOTENCY_RETRY_BACKOFF, left.toSeconds() + 1);
        }
        entries.put(key, new Entry(Stage.RUNNING, fingerprint, now, null));
        yield null;
      }
      case DONE -> {
        if (entry.data() == null) {
          throw Reason.IDEMPOTENCY_STORE_UNAVAILABLE.refuse();
        }
        yield Envelope.ok(entry.data()).with(REPLAYED, "true");
      }
    };
  }

  private synchronized void settle(String key, JsonNode fingerprint, @Nullable Reply reply) {
    Instant now = state.now();
    if (reply instanceof Reply.OfJson json && json.status() < 300) {
      JsonNode data = redacted(json.body().path("data"));
      boolean fits = Json.bytes(data).length <= LONGEST_STORED;
      entries.put(key, new Entry(Stage.DONE, fingerprint, now, fits ? data : null));
    } else {
      entries.put(key, new Entry(Stage.FAILED, fingerprint, now, null));
    }
  }

  private static Refusal wait(Reason reason, long seconds) {
    String text = Long.toString(seconds);
    return new Refusal(
        Envelope.refused(reason.status(), reason.text(), reason.name(), Map.of("retry_after", text))
            .with("Retry-After", text));
  }

  private static JsonNode redacted(JsonNode node) {
    JsonNode copy = node.deepCopy();
    redact(copy);
    return copy;
  }

  private static void redact(JsonNode node) {
    switch (node) {
      case ObjectNode object ->
          object
              .properties()
              .forEach(
                  entry -> {
                    if (REDACTED.contains(entry.getKey())) {
                      entry.setValue(Json.NODES.stringNode("***"));
                    } else {
                      redact(entry.getValue());
                    }
                  });
      case ArrayNode array -> array.forEach(Idempotency::redact);
      default -> {}
    }
  }
}
