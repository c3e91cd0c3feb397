package dev.relaymanager.sim;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/chat/completions}: what a user's key gets (contract.md 6). Only groups of
 * platform openai can be served here; the recordings hold no others.
 */
final class SimGateway {
  private static final int MOST_SWITCHES = 10;

  private final State state;
  private final Dialect dialect;
  private final Upstream upstream;
  private final AccountHealth health;
  private final AccountChoice choice;

  SimGateway(State state, Dialect dialect, Upstream upstream, AccountHealth health) {
    this.state = state;
    this.dialect = dialect;
    this.upstream = upstream;
    this.health = health;
    this.choice = new AccountChoice(state, dialect);
  }

  void addTo(Routes routes) {
    routes.gateway("POST /v1/chat/completions", this::chat);
  }

  private Reply chat(Call call) {
    ObjectNode asked = parsed(call.body());
    if (asked == null || !asked.path("model").isString()) {
      return Envelope.gatewayError(
          400, "invalid_request_error", "the body is an object that names a model");
    }
    String model = asked.path("model").stringValue();
    GroupRow group = state.read(() -> openAiGroup(call.userKey()));
    if (group == null) {
      return dialect.noAccount().answer(false, false);
    }
    Set<Long> tried = new HashSet<>();
    Reply failed = null;
    while (tried.size() <= MOST_SWITCHES) {
      AccountChoice.Picked picked = state.read(() -> choice.pick(group, model, tried));
      if (picked == null) {
        break;
      }
      tried.add(picked.accountId());
      switch (send(picked, asked)) {
        case Upstream.Answer.Unreachable unreachable ->
            failed = Envelope.gatewayError(502, "upstream_error", "the upstream is out of reach");
        case Upstream.Answer.Answered answered -> {
          if (answered.fine()) {
            state.change(() -> book(call.userKey(), group, model, picked, answered));
            return Reply.text(200, answered.contentType(), answered.text());
          }
          state.change(() -> health.afterChat(picked.accountId(), answered));
          if (!switches(answered.status())) {
            return handedOn(answered.status());
          }
          failed = exhausted(answered.status());
        }
      }
    }
    if (failed != null) {
      return failed;
    }
    AccountChoice.Nothing nothing = state.read(() -> choice.whyNothing(group, model));
    return dialect.noAccount().answer(nothing.poolHasAccounts(), nothing.modelIsMapped());
  }

  private Upstream.Answer send(AccountChoice.Picked picked, ObjectNode asked) {
    ObjectNode body = asked.deepCopy().put("model", picked.upstreamModel());
    if (!picked.chatOnly()) {
      body.set("input", asked.path("messages"));
      body.remove("messages");
      return upstream.post(
          picked.baseUrl(), picked.key(), UpstreamUrl.RESPONSES, body.put("stream", true));
    }
    if (body.path("stream").asBoolean(false)) {
      body.putObject("stream_options").put("include_usage", true);
    }
    return upstream.post(picked.baseUrl(), picked.key(), UpstreamUrl.CHAT, body);
  }

  private void book(
      KeyRow key,
      GroupRow group,
      String model,
      AccountChoice.Picked picked,
      Upstream.Answer.Answered answered) {
    Usage.book(
        state,
        dialect.habits(),
        key,
        group,
        picked.accountId(),
        model,
        usageIn(answered.text()),
        picked.price());
    AccountRow row = state.accounts.find(picked.accountId());
    if (row != null) {
      row.lastUsed = state.now();
    }
  }

  /** From the whole answer, or from the last piece of a stream that tells it. */
  private static JsonNode usageIn(String text) {
    JsonNode usage = Json.object();
    if (text.startsWith("{")) {
      return Json.MAPPER.readTree(text).path("usage");
    }
    for (String line : text.lines().toList()) {
      JsonNode chunk = SimAccountTests.chunk(line);
      if (chunk != null && chunk.has("usage")) {
        usage = chunk.path("usage");
      }
    }
    return usage;
  }

  private static boolean switches(int status) {
    return status == 401 || status == 402 || status == 403 || status == 429 || status >= 500;
  }

  private static Reply exhausted(int status) {
    return switch (status) {
      case 429 -> Envelope.gatewayError(429, "rate_limit_error", "the upstream limits the rate");
      case 529 -> Envelope.gatewayError(503, "upstream_error", "the upstream is overloaded");
      default -> Envelope.gatewayError(502, "upstream_error", "the upstream failed");
    };
  }

  private static Reply handedOn(int status) {
    return switch (status) {
      case 400 ->
          Envelope.gatewayError(400, "invalid_request_error", "the upstream refused the request");
      case 404 -> Envelope.gatewayError(404, "not_found_error", "the upstream has no such path");
      default -> Envelope.gatewayError(status, "api_error", "the upstream refused");
    };
  }

  private @Nullable GroupRow openAiGroup(KeyRow key) {
    GroupRow group = key.groupId == null ? null : state.groups.find(key.groupId);
    return group != null && group.platform().equals("openai") ? group : null;
  }

  private static @Nullable ObjectNode parsed(String body) {
    try {
      return Json.MAPPER.readTree(body) instanceof ObjectNode object ? object : null;
    } catch (JacksonException malformed) {
      return null;
    }
  }
}
