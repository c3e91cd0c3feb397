package dev.relaymanager.host.sub2api;

import static dev.relaymanager.host.sub2api.ScriptedHost.json;
import static dev.relaymanager.host.sub2api.ScriptedHost.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.relaymanager.host.GatewayAnswer;
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
        Arguments.of(
            503, "{\"error\":{\"type\":\"api_error\",\"message\":\"x\"}}", "api_error", true),
        Arguments.of(
            404,
            "{\"error\":{\"type\":\"model_not_found\",\"message\":\"x\"}}",
            "model_not_found",
            true),
        Arguments.of(403, "{\"code\":\"SUBSCRIPTION_NOT_FOUND\"}", "SUBSCRIPTION_NOT_FOUND", true),
        Arguments.of(401, "{\"code\":\"INVALID_API_KEY\"}", "INVALID_API_KEY", true),
        Arguments.of(
            403,
            "{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"x\"}}",
            "permission_error",
            true),
        Arguments.of(403, "{\"code\":\"INSUFFICIENT_BALANCE\"}", "INSUFFICIENT_BALANCE", false),
        Arguments.of(401, "{\"code\":\"API_KEY_DISABLED\"}", "API_KEY_DISABLED", false),
        Arguments.of(
            502,
            "{\"error\":{\"type\":\"upstream_error\",\"message\":\"x\"}}",
            "upstream_error",
            false),
        Arguments.of(429, "{\"code\":\"USAGE_LIMIT_EXCEEDED\"}", "USAGE_LIMIT_EXCEEDED", false));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("refusals")
  void aRefusalSaysWhetherWaitingMayHelp(int status, String body, String code, boolean settling) {
    host.on(CHAT, json(status, body));

    GatewayAnswer.Refused refused =
        assertInstanceOf(GatewayAnswer.Refused.class, host.adapter().chat(USER_KEY, "m").require());

    assertEquals(status, refused.status());
    assertEquals(code, refused.code());
    assertEquals(settling, refused.settling());
    assertEquals(1, host.asked().size());
  }

  @Test
  void whatIsNoAnswerOfAGatewayIsAFault() {
    host.on(CHAT, plain(200, "<html></html>"));
    assertEquals(Kind.API_DRIFT, Samples.refused(host.adapter().chat(USER_KEY, "m")).kind());

    host.on(CHAT, plain(404, "404 page not found"));
    assertEquals(Kind.NO_SUCH_ROUTE, Samples.refused(host.adapter().chat(USER_KEY, "m")).kind());
  }
}
