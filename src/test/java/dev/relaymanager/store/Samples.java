package dev.relaymanager.store;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Invented values for the tests of this package. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456789Z");

  private Samples() {}

  static BatchHeader batch(String id) {
    return batch(id, "prod", "deepseek");
  }

  static BatchHeader batch(String id, String host, String importName) {
    return new BatchHeader(
        id, host, importName, "cn", "deepseek", "strict", "git:1a2b3c4", "Ann <a@b.example>", NOW);
  }

  static Fingerprint fingerprint(int number) {
    return new Fingerprint(String.format("%064x", number));
  }

  static ResourceSpec.Group group() {
    return new ResourceSpec.Group(
        "deepseek",
        null,
        ResourceSpec.Billing.SUBSCRIPTION,
        new BigDecimal("1.0"),
        new BigDecimal("0"),
        null,
        new BigDecimal("12.500"));
  }

  static ResourceSpec.Channel channel() {
    return new ResourceSpec.Channel(
        "deepseek",
        "models: 深度求索 \"quoted\" :colon",
        List.of(new Reference.Id(7), new Reference.To(ResourceKey.group("prod", "deepseek"))),
        List.of(
            new ModelPrice(
                "deepseek-chat", new BigDecimal("0.00000027"), new BigDecimal("1.1E-6"), null),
            new ModelPrice(
                "deepseek-reasoner", BigDecimal.ONE, BigDecimal.TEN, new BigDecimal("0.07"))),
        Map.of("chat", "deepseek-chat", "a.b", "c"),
        true);
  }

  static ResourceSpec.Plan plan() {
    return new ResourceSpec.Plan(
        "deepseek", "", new Reference.Id(7), new BigDecimal("9.90"), 30, false);
  }

  static ResourceSpec.Account account(int number) {
    return new ResourceSpec.Account(
        "deepseek-" + number,
        List.of(new Reference.Id(7)),
        "https://api.deepseek.example",
        Map.of("deepseek-chat", "deepseek-chat"),
        3,
        50,
        null,
        Protocol.CHAT_COMPLETIONS,
        fingerprint(number));
  }

  static ResourceSpec.Subscription subscription() {
    return new ResourceSpec.Subscription(
        "ann@b.example", new Reference.Id(7), 30, Instant.parse("2026-04-01T00:00:00.5Z"));
  }

  static ResourceKey accountKey(int number) {
    return ResourceKey.account("prod", "deepseek", "key-" + number);
  }

  static Intent createAccount(String batchId, int number) {
    return createAccount(batchId, number, number);
  }

  static Intent createAccount(String batchId, int number, int upstreamKey) {
    return new Intent(
        batchId,
        Intent.Phase.APPLY,
        accountKey(number),
        Intent.Action.CREATE,
        null,
        null,
        account(upstreamKey),
        "request-" + number,
        "sk…" + upstreamKey);
  }
}
