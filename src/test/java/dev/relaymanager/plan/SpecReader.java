package dev.relaymanager.plan;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Specs of golden cases. What a case does not say is as in the usual DeepSeek import, so that a
 * case shows what it is about; limits, descriptions and keys that it does not say are undeclared.
 */
final class SpecReader {
  private SpecReader() {}

  /**
   * A spec.
   *
   * @param name what it is called unless the case says otherwise
   * @param group where it belongs unless the case says otherwise
   */
  static ResourceSpec read(ResourceType type, JsonNode json, String name, Reference group) {
    String called = json.path("name").asString(name);
    return switch (type) {
      case GROUP ->
          new ResourceSpec.Group(
              called,
              text(json, "description"),
              ResourceSpec.Billing.valueOf(
                  json.path("billing").asString("subscription").toUpperCase(Locale.ROOT)),
              decimal(json, "rate", "1"),
              decimal(json, "daily", null),
              decimal(json, "weekly", null),
              decimal(json, "monthly", null));
      case CHANNEL ->
          new ResourceSpec.Channel(
              called,
              text(json, "description"),
              groups(json, group),
              prices(json),
              texts(json.path("mapping"), Map.of()),
              json.path("restrict").asBoolean(true));
      case PLAN ->
          new ResourceSpec.Plan(
              called,
              text(json, "description"),
              groups(json, group).getFirst(),
              decimal(json, "price", "9.90"),
              json.path("days").asInt(30),
              json.path("forSale").asBoolean(true));
      case ACCOUNT ->
          new ResourceSpec.Account(
              called,
              groups(json, group),
              json.path("baseUrl").asString("https://api.deepseek.com"),
              texts(json.path("mapping"), Map.of("deepseek-chat", "deepseek-chat")),
              json.path("concurrency").asInt(10),
              json.path("priority").asInt(50),
              decimal(json, "rate", "1"),
              Protocol.CHAT_COMPLETIONS,
              json.has("key") ? fingerprint(json.path("key").asString()) : null);
      case SUBSCRIPTION ->
          new ResourceSpec.Subscription(
              called,
              groups(json, group).getFirst(),
              json.has("days") ? Integer.valueOf(json.path("days").asInt()) : null,
              json.has("expires") ? Instant.parse(json.path("expires").asString()) : null);
      case PROBE_USER -> new ResourceSpec.ProbeUser(called, decimal(json, "balance", null));
      case PROBE_KEY ->
          new ResourceSpec.ProbeKey(
              called, new Reference.Id(json.path("user").asLong()), groups(json, group).getFirst());
    };
  }

  /** The fingerprint that begins with these digits and goes on with zeros. */
  static Fingerprint fingerprint(String digits) {
    return new Fingerprint(digits + "0".repeat(64 - digits.length()));
  }

  private static List<Reference> groups(JsonNode json, Reference group) {
    if (!json.has("groups")) {
      return List.of(group);
    }
    List<Reference> groups = new ArrayList<>();
    json.path("groups").forEach(id -> groups.add(new Reference.Id(id.asLong())));
    return groups;
  }

  private static List<ModelPrice> prices(JsonNode json) {
    if (!json.has("prices")) {
      return List.of(
          new ModelPrice(
              "deepseek-chat", new BigDecimal("0.00000027"), new BigDecimal("0.0000011"), null));
    }
    List<ModelPrice> prices = new ArrayList<>();
    json.path("prices")
        .properties()
        .forEach(
            price ->
                prices.add(
                    new ModelPrice(
                        price.getKey(),
                        new BigDecimal(price.getValue().path(0).asString()),
                        new BigDecimal(price.getValue().path(1).asString()),
                        null)));
    return prices;
  }

  private static Map<String, String> texts(JsonNode json, Map<String, String> usual) {
    if (json.isMissingNode()) {
      return usual;
    }
    Map<String, String> texts = new TreeMap<>();
    json.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
    return texts;
  }

  private static String text(JsonNode json, String name) {
    return json.has(name) ? json.path(name).asString() : null;
  }

  private static BigDecimal decimal(JsonNode json, String name, String usual) {
    String text = json.path(name).asString(usual == null ? "" : usual);
    return text.isEmpty() ? null : new BigDecimal(text);
  }
}
