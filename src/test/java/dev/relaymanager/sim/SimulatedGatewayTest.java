package dev.relaymanager.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Which account serves, what it costs, and what upstream failures leave behind. */
class SimulatedGatewayTest {
  private static final String CHANNELS = "/api/v1/admin/channels";

  @Test
  void chatGoesOnToAWorkingAccountAndTheRefusedOneIsMarked() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      long group = scene.group("g", "subscription");
      String key = scene.subscriber("eve@example.com", group);
      long bad = scene.account("bad", "sk-bad-0001", group);
      scene.account("good", "sk-good-0002", group);
      assertTrue(scene.caller.chat(key, "deepseek-chat").text().contains("pong via 0002"));
      assertEquals("error", scene.readAccount(bad).path("status").asString());
      scene.caller.admin("POST", "/api/v1/admin/accounts/" + bad + "/clear-error");
      assertEquals("active", scene.readAccount(bad).path("status").asString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sk-bad-1, 502, error, ''",
    "sk-poor-1, 502, error, ''",
    "sk-deny-1, 502, active, temp_unschedulable_until",
    "sk-limit-1, 429, active, rate_limit_reset_at",
    "sk-down-1, 502, active, ''"
  })
  void upstreamRefusalChangesTheAccount(
      String accountKey, int answered, String status, String timeField) throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      long group = scene.group("g", "subscription");
      String key = scene.subscriber("eve@example.com", group);
      long id = scene.account("a", accountKey, group);
      assertEquals(answered, scene.caller.chat(key, "deepseek-chat").status());
      JsonNode after = scene.readAccount(id);
      assertEquals(status, after.path("status").asString());
      for (String field : new String[] {"temp_unschedulable_until", "rate_limit_reset_at"}) {
        assertEquals(field.equals(timeField), after.path(field).isString(), field);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1.126,503", "0.1.138,503", "0.1.139,404", "0.1.172,404"})
  void modelThatNoAccountMapsIsToldApartFrom139On(String version, int status) throws IOException {
    try (Scene scene = new Scene(version)) {
      long group = scene.group("g", "subscription");
      String key = scene.subscriber("eve@example.com", group);
      assertEquals(503, scene.caller.chat(key, "glm-4").status());
      scene.account("a", "sk-good-1", group);
      assertEquals(status, scene.caller.chat(key, "glm-4").status());
    }
  }

  @Test
  void channelMapsRestrictsAndPrices() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      long group = scene.group("g", "standard");
      String key = scene.payer("eve@example.com", group, "1");
      String account =
          Scene.body("a", "sk-good-1", group)
              .replace(
                  "{\"deepseek-chat\":\"deepseek-chat\"}",
                  "{\"ds-*\":\"deepseek-chat\",\"deepseek-chat\":\"deepseek-chat\"}");
      scene.caller.admin("POST", "/api/v1/admin/accounts", account);
      scene.host.awaitProbes();
      String channel =
          """
          {"name":"c","group_ids":[%d],"restrict_models":true,"billing_model_source":"requested",
           "model_mapping":{"openai":{"ds-fast":"deepseek-chat"}},
           "model_pricing":[{"platform":"openai","models":["ds-f*"],"input_price":0.01,
                             "output_price":0.02}]}"""
              .formatted(group);
      assertEquals(200, scene.status("POST", CHANNELS, channel));
      assertEquals(503, scene.caller.chat(key, "deepseek-chat").status());
      assertEquals(200, scene.caller.chat(key, "ds-fast").status());
      JsonNode users =
          scene.caller.admin("GET", "/api/v1/admin/users?search=eve@example.com").data();
      assertEquals(
          0,
          new BigDecimal("0.91")
              .compareTo(users.path("items").path(0).path("balance").decimalValue()));
      assertEquals("deepseek-chat", scene.host.vendor().calls().getLast().model());
    }
  }

  @Test
  void subscriptionOverItsLimitIsStopped() throws IOException {
    try (Scene scene = new Scene("0.1.172")) {
      long group = scene.group("g", "subscription");
      scene
          .host
          .backDoor()
          .byHand("PUT", "/api/v1/admin/groups/" + group, "{\"daily_limit_usd\":0.01}");
      scene
          .host
          .backDoor()
          .byHand(
              "POST",
              CHANNELS,
              """
          {"name":"c","group_ids":[%d],"model_pricing":[{"platform":"openai",
           "models":["deepseek-chat"],"input_price":0.01,"output_price":0.01}]}"""
                  .formatted(group));
      String key = scene.subscriber("eve@example.com", group);
      scene.account("a", "sk-good-1", group);
      assertEquals(200, scene.caller.chat(key, "deepseek-chat").status());
      Caller.Answer second = scene.caller.chat(key, "deepseek-chat");
      assertEquals(429, second.status());
      assertEquals("USAGE_LIMIT_EXCEEDED", second.json().path("code").asString());
    }
  }

  @Test
  void standardGroupNeedsABalanceEvenForTheListOfModels() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      long group = scene.group("g", "standard");
      String key = scene.payer("eve@example.com", group, "0");
      Caller.Answer answer = scene.caller.bearer(key, "GET", "/v1/models", "");
      assertEquals("INSUFFICIENT_BALANCE", answer.json().path("code").asString());
    }
  }

  @Test
  void schedulableAccountsOfLowerPriorityValueServeFirst() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      long group = scene.group("g", "subscription");
      String key = scene.subscriber("eve@example.com", group);
      scene.account("first", "sk-good-0001", group);
      long better = scene.account("second", "sk-good-0002", group);
      String path = "/api/v1/admin/accounts/" + better;
      scene.caller.admin("PUT", path, "{\"priority\":0}");
      for (int i = 0; i < 3; i++) {
        assertTrue(scene.caller.chat(key, "deepseek-chat").text().contains("0002"));
      }
      scene.caller.admin("POST", path + "/schedulable", "{\"schedulable\":false}");
      assertTrue(scene.caller.chat(key, "deepseek-chat").text().contains("0001"));
    }
  }
}
