package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.GatewayAnswer;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.sub2api.Decoded.Failed;
import dev.relaymanager.host.sub2api.Decoded.Got;
import dev.relaymanager.host.sub2api.HostClient.Ended;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.http.HttpResult.Answered;
import dev.relaymanager.http.HttpResult.Lost;
import dev.relaymanager.http.HttpResult.NotSent;
import dev.relaymanager.seal.Secret;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The gateway as a user meets it (contract.md 6). */
final class GatewayCalls {
  private static final String CHAT = "/v1/chat/completions";

  /** Enough for a reasoning model to begin, and little to pay for. */
  private static final int TOKENS = 16;

  private static final int LONGEST_TEXT = 200;

  private final HostClient client;
  private final Supplier<HostOutcome<Dialect>> dialect;

  GatewayCalls(HostClient client, Supplier<HostOutcome<Dialect>> dialect) {
    this.client = client;
    this.dialect = dialect;
  }

  /** What came, before it is known what the host's version means by it. */
  private sealed interface Heard {
    record Answer(GatewayAnswer.Answered answered) implements Heard {}

    record Refusal(int status, String code, String words) implements Heard {}
  }

  HostOutcome<GatewayAnswer> chat(Secret userKey, String model) {
    ObjectNode body = Json.object().put("model", model).put("max_tokens", TOKENS);
    body.putArray("messages").addObject().put("role", "user").put("content", "ping");
    Call call =
        Call.send("chat as a user", "POST", CHAT, body)
            .within(Call.LONG_DEADLINE)
            .hiding(List.of(userKey))
            .throughVendor();
    Ended<Heard> ended =
        client.attempts(
            call,
            client.bare(call).withSecret("Authorization", "Bearer ", userKey),
            client.caller()::call,
            this::decode);
    return switch (ended.last()) {
      case Got<Heard> got -> meaning(got.value());
      case Failed<Heard> failed -> new Refused<>(failed.fault());
    };
  }

  private HostOutcome<GatewayAnswer> meaning(Heard heard) {
    return switch (heard) {
      case Heard.Answer answer -> new Done<>(answer.answered());
      case Heard.Refusal refusal ->
          dialect
              .get()
              .map(
                  known ->
                      new GatewayAnswer.Refused(
                          refusal.status(),
                          refusal.code(),
                          refusal.words(),
                          GatewayRefusals.cause(refusal.status(), refusal.code(), known)));
    };
  }

  private Decoded<Heard> decode(Call call, HttpResult result) {
    return switch (result) {
      case NotSent notSent -> client.decoder().unanswered(call, notSent);
      case Lost lost -> client.decoder().unanswered(call, lost);
      case Answered answered when answered.status() == 200 -> answer(call, answered);
      case Answered answered -> refusal(call, answered);
    };
  }

  private Decoded<Heard> answer(Call call, Answered answered) {
    JsonNode root;
    try {
      root = Json.parse(answered.body().text());
    } catch (JacksonException noJson) {
      return drift(call, "expected JSON, found something else");
    }
    if (root.path("error").isObject()) {
      return refusal(call, answered);
    }
    JsonNode message = root.path("choices").path(0).path("message");
    if (!root.path("model").isString() || !message.isObject()) {
      return drift(call, "expected model and choices[0].message, found none");
    }
    // A model that reasons may have said nothing yet.
    String text = HostWords.clean(message.path("content").asString(""), call.secrets());
    return new Got<>(
        new Heard.Answer(
            new GatewayAnswer.Answered(
                root.path("model").stringValue(),
                text.substring(0, Math.min(text.length(), LONGEST_TEXT)))));
  }

  private Decoded<Heard> refusal(Call call, Answered answered) {
    ErrorBody body = ErrorBody.of(answered.body().text());
    if (!body.fromHost()) {
      return client.decoder().failed(call, answered);
    }
    return new Got<>(
        new Heard.Refusal(
            answered.status(),
            HostWords.clean(body.reason(), call.secrets()),
            HostWords.clean(body.words(), call.secrets())));
  }

  private static Decoded<Heard> drift(Call call, String message) {
    HostFault fault = HostClient.fault(call, Kind.API_DRIFT, message);
    return new Failed<>(fault, false);
  }
}
