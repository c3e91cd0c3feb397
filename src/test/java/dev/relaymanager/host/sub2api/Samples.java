package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.NewAccount;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceSpec.Billing;
import dev.relaymanager.seal.Secret;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Resources as hosts answer them, and wishes for them. */
final class Samples {
  static final Marker MARKER = new Marker("0123456789ab", "deepseek", "team-a");
  static final Secret KEY = Secret.of("sk-good-0001");

  static final String GROUP =
      """
      {"id":2,"name":"cn","description":"first","platform":"openai","rate_multiplier":1.5,
       "status":"active","subscription_type":"subscription","daily_limit_usd":10,
       "weekly_limit_usd":null,"monthly_limit_usd":null,
       "created_at":"2026-11-23T02:18:52.679029824Z"}""";

  static final String CHANNEL =
      """
      {"id":3,"name":"cn","description":"","status":"active","restrict_models":true,
       "group_ids":[2],"model_pricing":[{"id":1,"platform":"openai","models":["a","b"],
       "billing_mode":"token","input_price":2.7e-07,"output_price":1.1e-06,
       "cache_read_price":null,"intervals":[]}],"model_mapping":{},
       "created_at":"2026-11-23T02:18:52Z"}""";

  static final String PLAN =
      """
      {"id":4,"group_id":2,"name":"thirty","price":9.9,"validity_days":30,
       "validity_unit":"day","created_at":"2026-11-23T02:18:53.012Z"}""";

  static final String ACCOUNT =
      """
      {"id":5,"name":"ds-1","notes":"relay-manager:0123456789ab/deepseek/team-a",
       "platform":"openai","type":"apikey","credentials":{"api_key":"sk-good-0001",
       "base_url":"https://api.deepseek.com","model_mapping":{"m":"m"},"user_agent":"ours"},
       "extra":{"openai_responses_supported":false},"concurrency":10,"priority":1,
       "rate_multiplier":1,"status":"active","error_message":"","last_used_at":null,
       "schedulable":true,"account_groups":[{}],"group_ids":[2],
       "created_at":"2026-11-23T02:18:53.070465Z"}""";

  static final String SUBSCRIPTION =
      """
      {"id":6,"user_id":9,"group_id":2,"starts_at":"2026-11-23T02:19:01.184671Z",
       "expires_at":"2026-12-23T02:19:01.184671Z","status":"active",
       "user":{"id":9,"email":"Alice@example.com"},
       "notes":"relay-manager:0123456789ab/deepseek/team-a",
       "created_at":"2026-11-23T02:19:01.184683Z"}""";

  static final String USER =
      """
      {"id":9,"email":"Alice@example.com","status":"active"}""";

  private Samples() {}

  static ResourceSpec.Group group(String name) {
    return new ResourceSpec.Group(
        name, null, Billing.SUBSCRIPTION, BigDecimal.ONE, null, null, null);
  }

  static ResourceSpec.Account account(Protocol protocol) {
    return new ResourceSpec.Account(
        "ds-1",
        List.of(new Reference.Id(2)),
        "https://api.deepseek.com",
        Map.of("m", "m"),
        10,
        1,
        BigDecimal.ONE,
        protocol,
        null);
  }

  static NewAccount newAccount() {
    return new NewAccount(account(Protocol.CHAT_COMPLETIONS), KEY, MARKER);
  }

  static <T> HostFault refused(HostOutcome<T> outcome) {
    if (outcome instanceof HostOutcome.Refused<T> refused) {
      return refused.fault();
    }
    throw new AssertionError("expected a refusal, found " + outcome);
  }

  static <T> HostFault unknown(HostOutcome<T> outcome) {
    if (outcome instanceof HostOutcome.Unknown<T> unknown) {
      return unknown.fault();
    }
    throw new AssertionError("expected an unknown end, found " + outcome);
  }
}
