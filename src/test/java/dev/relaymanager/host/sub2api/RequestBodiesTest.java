package dev.relaymanager.host.sub2api;

import static dev.relaymanager.host.sub2api.ScriptedHost.ok;
import static dev.relaymanager.host.sub2api.ScriptedHost.page;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceSpec.Billing;
import dev.relaymanager.seal.Secret;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is sent, where leaving something out or sending too much would do harm. */
class RequestBodiesTest {
  private static final String ACCOUNT_5 = "/api/v1/admin/accounts/5";
  private static final String BATCH = "POST /api/v1/admin/accounts/batch";

  private final ScriptedHost old = new ScriptedHost("0.1.126");
  private final ScriptedHost recent = new ScriptedHost("0.1.172");

  @AfterEach
  void close() {
    old.close();
    recent.close();
  }

  private static JsonNode lastBody(ScriptedHost host) {
    return host.asked().getLast().body();
  }

  private LiveResource.Group group() {
    old.on("GET /api/v1/admin/groups", page(1, 1, Samples.GROUP));
    return old.adapter().groups().require().getFirst();
  }

  @Test
  void aGroupSaysItsPlatformAndRateAndNoNullLimit() {
    old.on("POST /api/v1/admin/groups", ok(Samples.GROUP));

    old.adapter().createGroup(Samples.group("cn")).require();

    assertEquals(
        Json.parse(
            "{\"name\":\"cn\",\"rate_multiplier\":1,\"subscription_type\":\"subscription\","
                + "\"platform\":\"openai\"}"),
        lastBody(old));
  }

  @Test
  void aGroupUpdateSendsAllThreeLimits() {
    LiveResource.Group current = group();
    old.on("PUT /api/v1/admin/groups/2", ok(Samples.GROUP));
    ResourceSpec.Group wanted =
        new ResourceSpec.Group(
            "cn", null, Billing.SUBSCRIPTION, BigDecimal.ONE, null, new BigDecimal("2.50"), null);

    old.adapter().updateGroup(current, wanted).require();

    JsonNode body = lastBody(old);
    assertEquals(0, BigDecimal.TEN.compareTo(body.get("daily_limit_usd").decimalValue()));
    assertEquals(0, new BigDecimal("2.5").compareTo(body.get("weekly_limit_usd").decimalValue()));
    assertEquals(0, body.get("monthly_limit_usd").decimalValue().signum());
    assertFalse(body.has("description"));
    assertFalse(body.has("status"));
  }

  @Test
  void aDescriptionIsEmptiedByABlankBecauseAnEmptyOneChangesNothing() {
    LiveResource.Group current = group();
    old.on("PUT /api/v1/admin/groups/2", ok(Samples.GROUP.replace("first", " ")));
    ResourceSpec.Group wanted =
        new ResourceSpec.Group("cn", "", Billing.SUBSCRIPTION, BigDecimal.ONE, null, null, null);

    LiveResource.Group changed = old.adapter().updateGroup(current, wanted).require();

    assertEquals(" ", lastBody(old).get("description").stringValue());
    assertEquals("", changed.spec().description());
  }

  @Test
  void aChannelPricesOnOurPlatformInPlainDecimals() {
    old.on("POST /api/v1/admin/channels", ok(Samples.CHANNEL));
    ResourceSpec.Channel spec =
        new ResourceSpec.Channel(
            "cn",
            null,
            List.of(new Reference.Id(2)),
            List.of(
                new ModelPrice("m", new BigDecimal("2.7E-7"), new BigDecimal("0.0000011"), null)),
            Map.of("ds", "m"),
            true);

    old.adapter().createChannel(spec).require();

    JsonNode body = lastBody(old);
    JsonNode price = body.get("model_pricing").get(0);
    assertEquals("openai", price.get("platform").stringValue());
    assertEquals(
        0, new BigDecimal("0.00000027").compareTo(price.get("input_price").decimalValue()));
    assertFalse(price.has("cache_read_price"));
    assertEquals(Json.parse("{\"openai\":{\"ds\":\"m\"}}"), body.get("model_mapping"));
    assertEquals(
        "{\"price\":0.00000027}", Json.write(Json.object().put("price", new BigDecimal("2.7E-7"))));
  }

  @Test
  void aChannelUpdateLeavesListsAloneThatDoNotChange() {
    old.on("GET /api/v1/admin/channels", page(1, 1, Samples.CHANNEL));
    LiveResource.Channel current = old.adapter().channels().require().getFirst();
    old.on("PUT /api/v1/admin/channels/3", ok(Samples.CHANNEL));
    ResourceSpec.Channel wanted =
        new ResourceSpec.Channel("cn2", null, List.of(), current.spec().prices(), Map.of(), true);

    old.adapter().updateChannel(current, wanted).require();

    assertEquals(
        Json.parse("{\"name\":\"cn2\",\"restrict_models\":true,\"group_ids\":[]}"), lastBody(old));
  }

  @Test
  void pricesOfOtherPlatformsShowUnderTheirOwnName() {
    old.on(
        "GET /api/v1/admin/channels",
        page(
            1,
            1,
            Samples.CHANNEL
                .replace("\"openai\",\"models\":[\"a\",\"b\"]", "\"gemini\",\"models\":[\"g\"]")
                .replace("\"input_price\":2.7e-07", "\"input_price\":null")));

    ModelPrice price = old.adapter().channels().require().getFirst().spec().prices().getFirst();

    assertEquals(new ModelPrice("gemini/g", null, new BigDecimal("0.0000011"), null), price);
  }

  @Test
  void anAccountIsWholeAndMarkedAndPinnedWhereTheHostKnowsHow() {
    String made =
        "{\"results\":[{\"id\":5,\"name\":\"ds-1\",\"success\":true}],\"success\":1,\"failed\":0}";
    old.on(BATCH, ok(made));
    recent.on(BATCH, ok(made));

    old.adapter().createAccounts(List.of(Samples.newAccount()), "op-1").require();
    recent.adapter().createAccounts(List.of(Samples.newAccount()), "op-1").require();

    String plain =
        """
        {"name":"ds-1","concurrency":10,"priority":1,"rate_multiplier":1,"group_ids":[2],
         "notes":"relay-manager:0123456789ab/deepseek/team-a","platform":"openai",
         "type":"apikey","credentials":{"base_url":"https://api.deepseek.com",
         "model_mapping":{"m":"m"},"api_key":"sk-good-0001"}}""";
    assertEquals(Json.parse(plain), lastBody(old).get("accounts").get(0));
    assertEquals(
        Json.parse("{\"openai_responses_mode\":\"force_chat_completions\"}"),
        lastBody(recent).get("accounts").get(0).get("extra"));
  }

  @Test
  void aBatchThatAnswersForOtherAccountsIsUnknown() {
    old.on(
        BATCH, ok("{\"results\":[{\"id\":5,\"name\":\"other\",\"success\":true}],\"success\":1}"));

    HostFault fault =
        Samples.unknown(old.adapter().createAccounts(List.of(Samples.newAccount()), "op-1"));

    assertEquals(Kind.API_DRIFT, fault.kind());
  }

  private LiveResource.Account account(ScriptedHost host) {
    host.on("GET " + ACCOUNT_5, ok(Samples.ACCOUNT)).on("PUT " + ACCOUNT_5, ok(Samples.ACCOUNT));
    return host.adapter().account(5).require().orElseThrow();
  }

  @Test
  void anAccountUpdateTouchesNeitherCredentialsNorMarksWithoutNeed() {
    LiveResource.Account current = account(old);

    old.adapter()
        .updateAccount(current, Samples.account(Protocol.CHAT_COMPLETIONS), null, Samples.MARKER)
        .require();

    assertEquals(
        Json.parse(
            "{\"name\":\"ds-1\",\"concurrency\":10,\"priority\":1,\"rate_multiplier\":1,"
                + "\"group_ids\":[2]}"),
        lastBody(old));
  }

  @Test
  void aNewKeyIsPutIntoTheCredentialsThatPeopleAddedTo() {
    LiveResource.Account current = account(old);
    Marker other = new Marker("0123456789ab", "deepseek", "team-b");

    old.adapter()
        .updateAccount(
            current, Samples.account(Protocol.CHAT_COMPLETIONS), Secret.of("sk-new-1"), other)
        .require();

    JsonNode body = lastBody(old);
    assertEquals(other.toString(), body.get("notes").stringValue());
    assertEquals(
        Json.parse(
            "{\"api_key\":\"sk-new-1\",\"base_url\":\"https://api.deepseek.com\","
                + "\"model_mapping\":{\"m\":\"m\"},\"user_agent\":\"ours\"}"),
        body.get("credentials"));
    assertFalse(body.has("extra"));
  }

  @Test
  void withoutTheKeyModelsChangeOnlyWhereTheHostKeepsIt() {
    ResourceSpec.Account spec = Samples.account(Protocol.CHAT_COMPLETIONS);
    ResourceSpec.Account moved =
        new ResourceSpec.Account(
            spec.name(),
            spec.groups(),
            spec.baseUrl(),
            Map.of("n", "m"),
            spec.concurrency(),
            spec.priority(),
            spec.rateMultiplier(),
            null,
            null);

    HostFault fault =
        Samples.refused(old.adapter().updateAccount(account(old), moved, null, Samples.MARKER));
    assertEquals(Kind.INVALID, fault.kind());
    assertTrue(old.asked().stream().noneMatch(asked -> asked.method().equals("PUT")));

    recent.adapter().updateAccount(account(recent), moved, null, Samples.MARKER).require();
    assertEquals(
        Json.parse("{\"n\":\"m\"}"), lastBody(recent).get("credentials").get("model_mapping"));
  }

  @Test
  void aKeyInAnAnswerBecomesAFingerprintAndNothingElse() {
    LiveResource.Account account = account(old);

    assertEquals(ScriptedHost.FINGERPRINT, account.spec().key());
    assertEquals(List.of("sk-good-0001"), old.fingerprinted());
    assertFalse(account.toString().contains("sk-good"));
  }

  @Test
  void aPlanCountsInDays() {
    old.on("POST /api/v1/admin/payment/plans", ok(Samples.PLAN));
    ResourceSpec.Plan spec =
        new ResourceSpec.Plan(
            "thirty", null, new Reference.Id(2), new BigDecimal("9.90"), 30, false);

    old.adapter().createPlan(spec).require();

    assertEquals(
        Json.parse(
            "{\"name\":\"thirty\",\"group_id\":2,\"price\":9.90,\"validity_days\":30,"
                + "\"validity_unit\":\"day\",\"for_sale\":false}"),
        lastBody(old));
  }

  @Test
  void otherUnitsOfAPlanAreReadAsTheHostReadsThem() {
    old.on(
        "GET /api/v1/admin/payment/plans",
        ok(
            "["
                + Samples.PLAN.replace("\"day\"", "\"week\"")
                + ","
                + Samples.PLAN.replace("\"day\"", "\"months\"")
                + ","
                + Samples.PLAN.replace("\"day\"", "\"fortnight\"")
                + "]"));

    assertEquals(
        List.of(210, 900, 30),
        old.adapter().plans().require().stream().map(plan -> plan.spec().days()).toList());
  }

  @Test
  void aReferenceThatHasNoIdYetIsADefectOfTheCaller() {
    ResourceSpec.Plan open =
        new ResourceSpec.Plan(
            "p",
            null,
            new Reference.To(ResourceKey.group("prod", "deepseek")),
            BigDecimal.ONE,
            1,
            false);

    assertThrows(IllegalArgumentException.class, () -> old.adapter().createPlan(open));
  }

  @Test
  void whatTheHostWouldRoundOrRefuseIsNotSent() {
    ResourceSpec.Group tooFine =
        new ResourceSpec.Group(
            " cn", null, Billing.STANDARD, new BigDecimal("1.00001"), null, null, null);

    String message = Samples.refused(old.adapter().createGroup(tooFine)).message();

    assertTrue(message.contains("blanks around it"), message);
    assertTrue(message.contains("4 decimals"), message);
    assertEquals(0, old.asked().size());
  }
}
