package dev.relaymanager.store;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Specs as JSON text: every component present, null where it is null; decimals as text, so that no
 * reader rounds them. Text of another form is refused, not guessed at.
 */
final class SpecJson {
  private static final JsonMapper MAPPER = JsonText.MAPPER;

  private SpecJson() {}

  static @Nullable String writeOrNull(@Nullable ResourceSpec spec) {
    return spec == null ? null : write(spec);
  }

  static String write(ResourceSpec spec) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", spec.type().id());
    json.put("name", spec.name());
    switch (spec) {
      case ResourceSpec.Group group -> {
        json.put("description", group.description());
        json.put("billing", group.billing().name().toLowerCase(Locale.ROOT));
        json.put("rateMultiplier", text(group.rateMultiplier()));
        json.put("dailyLimitUsd", text(group.dailyLimitUsd()));
        json.put("weeklyLimitUsd", text(group.weeklyLimitUsd()));
        json.put("monthlyLimitUsd", text(group.monthlyLimitUsd()));
      }
      case ResourceSpec.Channel channel -> {
        json.put("description", channel.description());
        json.set("groups", references(channel.groups()));
        ArrayNode prices = json.putArray("prices");
        for (ModelPrice price : channel.prices()) {
          prices
              .addObject()
              .put("model", price.model())
              .put("input", text(price.input()))
              .put("output", text(price.output()))
              .put("cacheRead", text(price.cacheRead()));
        }
        json.set("modelMapping", texts(channel.modelMapping()));
        json.put("restrictModels", channel.restrictModels());
      }
      case ResourceSpec.Plan plan -> {
        json.put("description", plan.description());
        json.set("group", reference(plan.group()));
        json.put("price", text(plan.price()));
        json.put("days", plan.days());
        json.put("forSale", plan.forSale());
      }
      case ResourceSpec.Account account -> {
        json.set("groups", references(account.groups()));
        json.put("baseUrl", account.baseUrl());
        json.set("modelMapping", texts(account.modelMapping()));
        json.put("concurrency", account.concurrency());
        json.put("priority", account.priority());
        json.put("rateMultiplier", text(account.rateMultiplier()));
        Protocol protocol = account.protocol();
        json.put("protocol", protocol == null ? null : protocol.name().toLowerCase(Locale.ROOT));
        Fingerprint key = account.key();
        json.put("key", key == null ? null : key.hex());
      }
      case ResourceSpec.Subscription subscription -> {
        json.set("group", reference(subscription.group()));
        json.put("days", subscription.days());
        Instant expiresAt = subscription.expiresAt();
        json.put("expiresAt", expiresAt == null ? null : expiresAt.toString());
      }
      case ResourceSpec.ProbeUser user -> json.put("balance", text(user.balance()));
      case ResourceSpec.ProbeKey key -> {
        json.set("user", reference(key.user()));
        json.set("group", reference(key.group()));
      }
    }
    return MAPPER.writeValueAsString(json);
  }

  static @Nullable ResourceSpec readOrNull(@Nullable String json, Object where) {
    return json == null ? null : read(json, where);
  }

  /**
   * The spec that {@link #write} wrote.
   *
   * @param where which record it stands in, for the message
   * @throws dev.relaymanager.model.EnvironmentException when it is of another form
   */
  static ResourceSpec read(String json, Object where) {
    return JsonText.read(json, where, SpecJson::spec);
  }

  private static ResourceSpec spec(JsonObject json) {
    ResourceType type = ResourceType.ofId(json.text("type"));
    String name = json.text("name");
    return switch (type) {
      case GROUP ->
          new ResourceSpec.Group(
              name,
              json.textOrNull("description"),
              ResourceSpec.Billing.valueOf(json.text("billing").toUpperCase(Locale.ROOT)),
              json.decimal("rateMultiplier"),
              json.decimalOrNull("dailyLimitUsd"),
              json.decimalOrNull("weeklyLimitUsd"),
              json.decimalOrNull("monthlyLimitUsd"));
      case CHANNEL ->
          new ResourceSpec.Channel(
              name,
              json.textOrNull("description"),
              json.list("groups", SpecJson::reference),
              json.list("prices", SpecJson::price),
              json.texts("modelMapping"),
              json.flag("restrictModels"));
      case PLAN ->
          new ResourceSpec.Plan(
              name,
              json.textOrNull("description"),
              reference(json.object("group")),
              json.decimal("price"),
              json.number("days"),
              json.flag("forSale"));
      case ACCOUNT -> {
        List<Reference> groups = json.list("groups", SpecJson::reference);
        String baseUrl = json.text("baseUrl");
        Map<String, String> modelMapping = json.texts("modelMapping");
        int concurrency = json.number("concurrency");
        int priority = json.number("priority");
        BigDecimal rateMultiplier = json.decimalOrNull("rateMultiplier");
        String protocol = json.textOrNull("protocol");
        String key = json.textOrNull("key");
        yield new ResourceSpec.Account(
            name,
            groups,
            baseUrl,
            modelMapping,
            concurrency,
            priority,
            rateMultiplier,
            protocol == null ? null : Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)),
            key == null ? null : new Fingerprint(key));
      }
      case SUBSCRIPTION -> {
        Reference group = reference(json.object("group"));
        Integer days = json.numberOrNull("days");
        String expiresAt = json.textOrNull("expiresAt");
        yield new ResourceSpec.Subscription(
            name, group, days, expiresAt == null ? null : Instant.parse(expiresAt));
      }
      case PROBE_USER -> new ResourceSpec.ProbeUser(name, json.decimalOrNull("balance"));
      case PROBE_KEY ->
          new ResourceSpec.ProbeKey(
              name, reference(json.object("user")), reference(json.object("group")));
    };
  }

  private static ModelPrice price(JsonObject json) {
    return new ModelPrice(
        json.text("model"),
        json.decimal("input"),
        json.decimal("output"),
        json.decimalOrNull("cacheRead"));
  }

  private static Reference reference(JsonObject json) {
    Reference reference =
        json.has("to")
            ? new Reference.To(key(json.object("to")))
            : new Reference.Id(json.longNumber("id"));
    json.end();
    return reference;
  }

  private static ResourceKey key(JsonObject json) {
    ResourceKey key =
        new ResourceKey(
            json.text("host"),
            json.text("import"),
            ResourceType.ofId(json.text("type")),
            json.text("name"));
    json.end();
    return key;
  }

  private static ObjectNode reference(Reference reference) {
    ObjectNode json = MAPPER.createObjectNode();
    switch (reference) {
      case Reference.Id(long id) -> json.put("id", id);
      case Reference.To(ResourceKey key) ->
          json.putObject("to")
              .put("host", key.host())
              .put("import", key.importName())
              .put("type", key.type().id())
              .put("name", key.name());
    }
    return json;
  }

  private static ArrayNode references(List<Reference> all) {
    ArrayNode json = MAPPER.createArrayNode();
    all.forEach(reference -> json.add(reference(reference)));
    return json;
  }

  private static ObjectNode texts(Map<String, String> texts) {
    ObjectNode json = MAPPER.createObjectNode();
    new TreeMap<>(texts).forEach(json::put);
    return json;
  }

  private static @Nullable String text(@Nullable BigDecimal number) {
    return number == null ? null : number.toString();
  }
}
