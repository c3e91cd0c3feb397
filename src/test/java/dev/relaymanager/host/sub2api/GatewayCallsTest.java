package dev.relaymanager.host.sub2api;

import static dev.relaymanager.host.sub2api.ScriptedHost.json;
import static dev.relaymanager.host.sub2api.ScriptedHost.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.host.GatewayAnswer;
import dev.relaymanager.host.GatewayAnswer.Cause;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.seal.Secret;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayCallsTest {
  private static final String CHAT = "POST /v1/chat/completions";
  private static final Cause UNBOUND = Cause.KEY_UNBOUND;
  private static final Secret USER_KEY = Secret.of("sk-user-0001");

  private final ScriptedHost host = new ScriptedHost("0.1.172");

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void aCallGoesOutAsTheUserAndAsNobodyElse() {
    host.on(
        CHAT,
        json(
            200,
            "{\"model\":\"m\",\"choices\":[{\"message\":{\"role\":\"assistant\","
                + "\"content\":\"pong\"}}]}"));

    assertEquals(
        new GatewayAnswer.Answered("m", "pong"), host.adapter().chat(USER_KEY, "m").require());

    ScriptedHost.Asked asked = host.asked().getFirst();
    assertEquals("Bearer sk-user-0001", asked.headers().get("Authorization"));
    assertNull(asked.headers().get("x-api-key"));
    assertEquals(16, asked.body().get("max_tokens").intValue());
  }

  @Test
  void aModelThatOnlyReasonedYetHasAnswered() {
    host.on(CHAT, json(200, "{\"model\":\"r\",\"choices\":[{\"message\":{\"content\":null}}]}"));

    assertEquals(new GatewayAnswer.Answered("r", ""), host.adapter().chat(USER_KEY, "r").require());
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(503, error("api_error"), Cause.NO_ACCOUNT),
        Arguments.of(404, error("model_not_found"), Cause.MODEL_UNKNOWN),
        Arguments.of(404, error("not_found_error"), Cause.PATH_UNKNOWN),
        Arguments.of(403, code("SUBSCRIPTION_NOT_FOUND"), Cause.NO_SUBSCRIPTION),
        Arguments.of(401, code("INVALID_API_KEY"), Cause.KEY_UNKNOWN),
        Arguments.of(401, code("API_KEY_DISABLED"), Cause.KEY_UNUSABLE),
        Arguments.of(403, "{\"type\":\"error\"," + error("permission_error").substring(1), UNBOUND),
        Arguments.of(403, code("GROUP_DELETED"), Cause.GROUP_GONE),
        Arguments.of(403, code("GROUP_NOT_ALLOWED"), Cause.GROUP_CLOSED),
        Arguments.of(403, code("INSUFFICIENT_BALANCE"), Cause.NO_BALANCE),
        Arguments.of(502, error("upstream_error"), Cause.UPSTREAM_FAILED),
        Arguments.of(429, code("USAGE_LIMIT_EXCEEDED"), Cause.LIMIT_REACHED),
        Arguments.of(429, error("rate_limit_error"), Cause.BUSY),
        Arguments.of(418, code("TEAPOT"), Cause.OTHER));
  }

  private static String error(String type) {
    return "{\"error\":{\"type\":\"" + type + "\",\"message\":\"x\"}}";
  }

  private static String code(String code) {
    return "{\"code\":\"" + code + "\",\"message\":\"x\"}";
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("refusals")
  void aRefusalIsUnderstood(int status, String body, Cause cause) {
    host.on(CHAT, json(status, body));

    GatewayAnswer.Refused refused = refused(host);

    assertEquals(status, refused.status());
    assertEquals(cause, refused.cause());
    assertTrue(body.contains("\"" + refused.code() + "\""));
    assertEquals("POST", host.asked().getFirst().method());
    assertEquals(1, host.asked().stream().filter(one -> one.method().equals("POST")).count());
  }

  private static GatewayAnswer.Refused refused(ScriptedHost host) {
    return assertInstanceOf(
        GatewayAnswer.Refused.class, host.adapter().chat(USER_KEY, "m").require());
  }

  @Test
  void whatAnOldHostDoesNotTellApartIsNotGuessed() {
    try (ScriptedHost old = new ScriptedHost("0.1.126")) {
      old.on(CHAT, json(503, error("api_error")));
      assertEquals(Cause.NO_ACCOUNT_OR_MODEL, refused(old).cause());

      old.on(CHAT, json(403, error("permission_error")));
      assertEquals(Cause.KEY_UNBOUND_OR_GROUP_DELETED, refused(old).cause());
    }
  }

  @Test
  void whatIsNoAnswerOfAGatewayIsAFault() {
    host.on(CHAT, plain(200, "<html></html>"));
    assertEquals(Kind.API_DRIFT, Samples.refused(host.adapter().chat(USER_KEY, "m")).kind());

    host.on(CHAT, plain(404, "404 page not found"));
    assertEquals(Kind.NO_SUCH_ROUTE, Samples.refused(host.adapter().chat(USER_KEY, "m")).kind());
  }
}
