package dev.relaymanager.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Rules of contract.md under names and numbers that no recording has. */
class SimulatedHostTest {
  private static final String GROUPS = "/api/v1/admin/groups";
  private static final String ACCOUNTS = "/api/v1/admin/accounts";
  private static final String ASSIGN = "/api/v1/admin/subscriptions/assign";

  @Test
  void freshHostHoldsTheAdministratorAndTheDefaultGroup() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      JsonNode groups = scene.caller.admin("GET", GROUPS).data();
      assertEquals(1, groups.path("total").asInt());
      assertEquals("default", groups.path("items").path(0).path("name").asString());
      String login =
          """
          {"email":"%s","password":"%s"}"""
              .formatted(SimulatedHost.ADMIN_EMAIL, SimulatedHost.ADMIN_PASSWORD);
      Caller.Answer answer = scene.caller.call("POST", "/api/v1/auth/login", login, Map.of());
      String token = answer.data().path("access_token").asString();
      assertEquals(200, scene.caller.bearer(token, "GET", GROUPS, "").status());
    }
  }

  @Test
  void groupPutClearsTheLimitsItLeavesOut() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      String body =
          """
          {"name":"limits","platform":"openai","rate_multiplier":1.23456,
           "daily_limit_usd":"12.5","weekly_limit_usd":null,"monthly_limit_usd":-1}""";
      JsonNode made = scene.caller.admin("POST", GROUPS, body).data();
      String path = GROUPS + "/" + made.path("id").asLong();
      assertEquals("1.23456", made.path("rate_multiplier").asString());
      JsonNode read = scene.caller.admin("GET", path).data();
      assertEquals("1.2346", read.path("rate_multiplier").asString());
      assertEquals("12.5", read.path("daily_limit_usd").asString());
      assertEquals("0", read.path("weekly_limit_usd").asString());
      assertTrue(read.path("monthly_limit_usd").isNull());
      scene.caller.admin("PUT", path, "{\"name\":\"still\"}");
      assertTrue(scene.caller.admin("GET", path).data().path("daily_limit_usd").isNull());
    }
  }

  @Test
  void accountInAnUnknownGroupFailsAndStaysBehindAsAnOrphan() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      assertEquals(500, scene.status("POST", ACCOUNTS, Scene.body("lost", "sk-good-1", 4711)));
      JsonNode found = scene.caller.admin("GET", ACCOUNTS + "?group=ungrouped").data();
      assertEquals(1, found.path("total").asInt());
      assertEquals("lost", found.path("items").path(0).path("name").asString());
    }
  }

  @Test
  void groupNamedAfterThePlatformTakesAccountsWithoutAGroup() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      long group = scene.group("openai-default", "standard");
      String body =
          """
          {"name":"a","platform":"openai","type":"apikey","credentials":{}}""";
      long id = Scene.id(scene.caller.admin("POST", ACCOUNTS, body).json());
      JsonNode ids = scene.readAccount(id).path("group_ids");
      assertEquals("[" + group + "]", ids.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1.126,true", "0.1.127,false", "0.1.150,false", "0.1.172,false"})
  void secretsAreReadableUntil127AndThenKeptWhereAPutLeavesThemOut(String version, boolean clear)
      throws IOException {
    try (Scene scene = new Scene(version)) {
      long id = scene.account("a", "sk-good-77", scene.group("g", "standard"));
      JsonNode read = scene.readAccount(id);
      assertEquals(clear, read.path("credentials").has("api_key"));
      assertEquals(!clear, read.path("credentials_status").path("has_api_key").asBoolean(false));
      String body = "{\"credentials\":{\"base_url\":\"https://api.moonshot.cn\"}}";
      scene.caller.admin("PUT", ACCOUNTS + "/" + id, body);
      assertEquals(clear ? "" : "sk-good-77", scene.host.backDoor().accountKey(id));
    }
  }

  @Test
  void extraOfAPutDropsTheHostsMarkAndChatsGoAstray() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      long group = scene.group("g", "subscription");
      String key = scene.subscriber("eve@example.com", group);
      long id = scene.account("a", "sk-good-1", group);
      assertFalse(scene.readAccount(id).path("extra").path(ResponsesMode.MARK).asBoolean());
      assertEquals(200, scene.caller.chat(key, "deepseek-chat").status());
      scene.caller.admin("PUT", ACCOUNTS + "/" + id, "{\"extra\":{\"mine\":1}}");
      assertEquals(404, scene.caller.chat(key, "deepseek-chat").status());
      String body =
          """
          {"account_ids":[%d],"extra":{"openai_responses_supported":false}}"""
              .formatted(id);
      scene.caller.admin("POST", ACCOUNTS + "/bulk-update", body);
      assertEquals(200, scene.caller.chat(key, "deepseek-chat").status());
      assertEquals(1, scene.readAccount(id).path("extra").path("mine").asInt());
    }
  }

  @Test
  void responsesModeHoldsFromTheStartWhereItIsKnown() throws IOException {
    for (String version : new String[] {"0.1.126", "0.1.172"}) {
      SimulatedHostOptions slow =
          SimulatedHostOptions.of(version).withProbeDelay(java.time.Duration.ofMinutes(5));
      try (Scene scene = new Scene(slow)) {
        long group = scene.group("g", "subscription");
        String key = scene.subscriber("eve@example.com", group);
        String body =
            Scene.body("a", "sk-good-1", group)
                .replace(
                    "\"concurrency\"",
                    "\"extra\":{\"openai_responses_mode\":"
                        + "\"force_chat_completions\"},\"concurrency\"");
        scene.caller.admin("POST", ACCOUNTS, body);
        int expected = version.equals("0.1.126") ? 404 : 200;
        assertEquals(expected, scene.caller.chat(key, "deepseek-chat").status(), version);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1.126,error", "0.1.129,error", "0.1.130,test_complete", "0.1.172,test_complete"})
  void accountTestOfAChatOnlyVendorPassesFrom130On(String version, String last) throws IOException {
    try (Scene scene = new Scene(version)) {
      long id = scene.account("a", "sk-good-1", scene.group("g", "standard"));
      String body = "{\"model_id\":\"deepseek-chat\"}";
      Caller.Answer answer = scene.caller.admin("POST", ACCOUNTS + "/" + id + "/test", body);
      assertEquals(200, answer.status());
      String end = answer.text().strip().lines().reduce("", (one, two) -> two);
      assertTrue(end.contains("\"type\":\"" + last + "\""), answer.text());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.1.126,INSUFFICIENT_BALANCE",
    "0.1.128,INSUFFICIENT_BALANCE",
    "0.1.129,GROUP_DELETED",
    "0.1.172,GROUP_DELETED"
  })
  void keyOfADeletedGroupIsUnboundUntil129(String version, String code) throws IOException {
    try (Scene scene = new Scene(version)) {
      long group = scene.group("g", "subscription");
      String key = scene.subscriber("eve@example.com", group);
      scene.account("a", "sk-good-1", group);
      assertEquals(200, scene.caller.chat(key, "deepseek-chat").status());
      scene.caller.admin("DELETE", GROUPS + "/" + group);
      Caller.Answer answer = scene.caller.chat(key, "deepseek-chat");
      assertEquals(403, answer.status());
      assertEquals(code, answer.json().path("code").asString());
    }
  }

  @Test
  void groupThatIsSwitchedOffKeepsServingUntil129() throws IOException {
    for (String version : new String[] {"0.1.126", "0.1.172"}) {
      try (Scene scene = new Scene(version)) {
        long group = scene.group("g", "subscription");
        String key = scene.subscriber("eve@example.com", group);
        scene.account("a", "sk-good-1", group);
        scene.caller.admin("PUT", GROUPS + "/" + group, "{\"status\":\"inactive\"}");
        Caller.Answer answer = scene.caller.chat(key, "deepseek-chat");
        assertEquals(version.equals("0.1.126") ? 200 : 403, answer.status());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1.135,200", "0.1.136,423", "0.1.172,423"})
  void termsBarEveryAdminCallUntilAPersonAccepts(String version, int status) throws IOException {
    try (Scene scene = new Scene(SimulatedHostOptions.of(version).withTermsOpen())) {
      assertEquals(status, scene.status("GET", GROUPS, ""));
      assertEquals(200, scene.status("GET", "/api/v1/settings/public", ""));
      if (status == 423) {
        Caller.Answer terms = scene.caller.admin("GET", "/api/v1/admin/compliance");
        String phrase = terms.data().path("ack_phrase_en").asString();
        String path = "/api/v1/admin/compliance/accept";
        assertEquals(400, scene.status("POST", path, "{\"phrase\":\"yes\"}"));
        assertEquals(200, scene.status("POST", path, "{\"phrase\":\"" + phrase + "\"}"));
        assertEquals(200, scene.status("GET", GROUPS, ""));
      }
    }
  }

  @Test
  void assigningAgainNeverExtends() throws IOException {
    for (String version : new String[] {"0.1.126", "0.1.172"}) {
      try (Scene scene = new Scene(version)) {
        long group = scene.group("g", "subscription");
        long user = scene.host.backDoor().addUser("bo@example.com", "password-1");
        long id = scene.assign(user, group);
        assertEquals(id, scene.assign(user, group));
        String body =
            """
            {"user_id":%d,"group_id":%d,"validity_days":31,"notes":" n "}"""
                .formatted(user, group);
        Caller.Answer answer = scene.caller.admin("POST", ASSIGN, body);
        assertEquals("SUBSCRIPTION_ASSIGN_CONFLICT", answer.reason());
        assertEquals(
            "validity_days_mismatch",
            answer.json().path("metadata").path("conflict_reason").asString());
        scene.caller.admin("POST", ASSIGN.replace("assign", id + "/extend"), "{\"days\":1}");
        assertEquals(200, scene.caller.admin("POST", ASSIGN, body).status());
      }
    }
  }

  @Test
  void expiredSubscriptionIsRenewedByAssignOn172Only() {
    for (String version : new String[] {"0.1.126", "0.1.172"}) {
      try (Scene scene = new Scene(version)) {
        long group = scene.group("g", "subscription");
        long user = scene.host.backDoor().addUser("bo@example.com", "password-1");
        long id = scene.assign(user, group);
        scene.host.backDoor().expireAsAssigned(id, 30);
        assertEquals(id, scene.assign(user, group));
        String path = "/api/v1/admin/subscriptions/" + id;
        JsonNode read = scene.host.backDoor().byHand("GET", path, "").path("data");
        String expected = version.equals("0.1.126") ? "expired" : "active";
        assertEquals(expected, read.path("status").asString());
      }
    }
  }

  @Test
  void deletesOfUnknownThingsAnswerAsDifferentlyAsOnTheRealHost() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      assertEquals(200, scene.status("DELETE", ACCOUNTS + "/99", ""));
      assertEquals(500, scene.status("DELETE", "/api/v1/admin/payment/plans/99", ""));
      assertEquals(404, scene.status("DELETE", GROUPS + "/99", ""));
      assertEquals(404, scene.status("DELETE", "/api/v1/admin/users/99", ""));
    }
  }

  @Test
  void pagesCutWhatWasSeededAndOddSizesBecome20() throws IOException {
    try (Scene scene = new Scene("0.1.172")) {
      long group = scene.host.backDoor().seed(2500, 5).get(2);
      String path = ACCOUNTS + "?lite=1&page_size=1000&page=3&sort_by=id&sort_order=asc";
      JsonNode page = scene.caller.admin("GET", path).data();
      assertEquals(500, page.path("items").size());
      assertEquals(2500, page.path("total").asInt());
      assertEquals(3, page.path("pages").asInt());
      JsonNode odd = scene.caller.admin("GET", ACCOUNTS + "?page_size=1001").data();
      assertEquals(20, odd.path("items").size());
      JsonNode ofGroup = scene.caller.admin("GET", ACCOUNTS + "?group=" + group).data();
      assertEquals(500, ofGroup.path("total").asInt());
      Caller.Answer first = scene.caller.admin("GET", ACCOUNTS + "?search=0042");
      Map<String, String> headers =
          Map.of("x-api-key", scene.host.adminKey(), "If-None-Match", first.header("ETag"));
      assertEquals(304, scene.caller.call("GET", ACCOUNTS + "?search=0042", "", headers).status());
    }
  }

  @Test
  void loginsAreLimitedToTwentyAMinute() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      Caller.Answer answer = null;
      for (int i = 0; i < 21; i++) {
        answer =
            scene.caller.call(
                "POST", "/api/v1/auth/login", "{\"email\":\"a@b\",\"password\":\"x\"}", Map.of());
        assertEquals(i < 20 ? 401 : 429, answer.status());
      }
      assertTrue(answer.json().path("error").isString());
    }
  }

  @Test
  void usersMakeTheirOwnKeysAndCannotBindWhatTheyMayNotUse() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      long group = scene.group("g", "subscription");
      long user = scene.host.backDoor().addUser("bo@example.com", "password-1");
      String login = "{\"email\":\"bo@example.com\",\"password\":\"password-1\"}";
      Caller.Answer in = scene.caller.call("POST", "/api/v1/auth/login", login, Map.of());
      String token = in.data().path("access_token").asString();
      String body = "{\"name\":\"k\",\"group_id\":" + group + "}";
      Caller.Answer refused = scene.caller.bearer(token, "POST", "/api/v1/keys", body);
      assertEquals("GROUP_NOT_ALLOWED", refused.reason());
      scene.assign(user, group);
      scene.account("a", "sk-good-9876", group);
      Caller.Answer made = scene.caller.bearer(token, "POST", "/api/v1/keys", body);
      String key = made.data().path("key").asString();
      Caller.Answer chat = scene.caller.chat(key, "deepseek-chat");
      assertTrue(chat.text().contains("pong via 9876"), chat.text());
      assertEquals(403, scene.caller.bearer(token, "GET", GROUPS, "").status());
    }
  }
}
