package dev.relaymanager.sim;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST accounts/:id/test}: always 200, the outcome is in its events (contract.md 5.5). */
final class SimAccountTests {
  private static final String DEFAULT_MODEL = "gpt-5.4";

  private final State state;
  private final Dialect dialect;
  private final Upstream upstream;
  private final AccountHealth health;

  SimAccountTests(State state, Dialect dialect, Upstream upstream, AccountHealth health) {
    this.state = state;
    this.dialect = dialect;
    this.upstream = upstream;
    this.health = health;
  }

  void addTo(Routes routes) {
    routes.adminUnlocked("POST /api/v1/admin/accounts/:id/test", this::test);
  }

  private record Subject(
      long id, boolean openAiByKey, String baseUrl, String key, String model, boolean chatOnly) {}

  private Reply test(Call call) {
    long id = call.id();
    Body body = call.jsonOrNothing();
    String asked = body.textOr("model_id", DEFAULT_MODEL);
    Subject subject = state.read(() -> subject(id, asked));
    if (subject == null) {
      return refused("there is no such account");
    }
    if (!subject.openAiByKey()) {
      return refused("this simulated host tests only openai accounts with a key");
    }
    if (subject.key().isEmpty()) {
      return refused("the account has no key");
    }
    if (!Upstream.usable(subject.baseUrl())) {
      return refused("the account's base URL cannot be used");
    }
    if (!subject.chatOnly()) {
      return byResponses(subject);
    }
    return switch (dialect.accountTests()) {
      case BY_RESPONSES_ONLY ->
          refused("the upstream has no Responses; the account may work, this test cannot tell");
      case BY_WHAT_THE_UPSTREAM_HAS -> byChat(subject, body.textOr("prompt", "hi"));
    };
  }

  private @Nullable Subject subject(long id, String asked) {
    AccountRow row = state.accounts.find(id);
    if (row == null) {
      return null;
    }
    String mapped = ModelMapping.map(row.modelMapping(), asked);
    return new Subject(
        row.id,
        row.openAiByKey(),
        row.baseUrl(),
        row.apiKey(),
        mapped == null ? asked : mapped,
        dialect.responsesMode().chatOnly(row.extra));
  }

  private Reply byResponses(Subject subject) {
    StringBuilder events = started(subject);
    ObjectNode body =
        Json.object().put("model", subject.model()).put("input", "hi").put("stream", true);
    switch (upstream.post(subject.baseUrl(), subject.key(), UpstreamUrl.RESPONSES, body)) {
      case Upstream.Answer.Answered answered -> {
        state.change(() -> health.afterTest(subject.id(), answered));
        error(events, "the upstream answered " + answered.status() + ": " + answered.text());
      }
      case Upstream.Answer.Unreachable unreachable -> error(events, unreachable.why());
    }
    return stream(events);
  }

  private Reply byChat(Subject subject, String prompt) {
    StringBuilder events = started(subject);
    status(events, "asking through chat completions");
    ObjectNode body = Json.object().put("model", subject.model()).put("stream", true);
    body.putArray("messages").addObject().put("role", "user").put("content", prompt);
    switch (upstream.post(subject.baseUrl(), subject.key(), UpstreamUrl.CHAT, body)) {
      case Upstream.Answer.Answered answered -> {
        state.change(() -> health.afterTest(subject.id(), answered));
        if (answered.fine()) {
          answered.text().lines().forEach(line -> addContent(events, line));
          status(events, "chat completions work");
          event(events, Json.object().put("type", "test_complete").put("success", true));
        } else {
          error(events, "the upstream answered " + answered.status() + ": " + answered.text());
        }
      }
      case Upstream.Answer.Unreachable unreachable -> error(events, unreachable.why());
    }
    return stream(events);
  }

  private static void addContent(StringBuilder events, String line) {
    JsonNode chunk = chunk(line);
    if (chunk != null) {
      String text = chunk.path("choices").path(0).path("delta").path("content").asString("");
      if (!text.isEmpty()) {
        event(events, Json.object().put("type", "content").put("text", text));
      }
    }
  }

  /** The JSON of a line of a stream; null for its other lines. */
  static @Nullable JsonNode chunk(String line) {
    if (!line.startsWith("data: {")) {
      return null;
    }
    try {
      return Json.MAPPER.readTree(line.substring("data: ".length()));
    } catch (JacksonException malformed) {
      return null;
    }
  }

  private static StringBuilder started(Subject subject) {
    StringBuilder events = new StringBuilder();
    event(events, Json.object().put("type", "test_start").put("model", subject.model()));
    return events;
  }

  private static void status(StringBuilder events, String text) {
    event(events, Json.object().put("type", "status").put("text", text));
  }

  private static void error(StringBuilder events, String text) {
    event(events, Json.object().put("type", "error").put("error", text));
  }

  private static void event(StringBuilder events, ObjectNode event) {
    events.append("data: ").append(event).append("\n\n");
  }

  private static Reply stream(StringBuilder events) {
    return Reply.text(200, "text/event-stream", events.toString());
  }

  /** What fails before the stream begins has the same form under another content type. */
  private static Reply refused(String why) {
    StringBuilder events = new StringBuilder();
    error(events, why);
    return Reply.text(200, "text/plain; charset=utf-8", events.toString());
  }
}
