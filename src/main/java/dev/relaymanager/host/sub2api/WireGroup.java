package dev.relaymanager.host.sub2api;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceSpec.Billing;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Groups on the wire (contract.md 4.1). */
final class WireGroup {
  private static final String PLATFORM = "openai";

  private WireGroup() {}

  static LiveResource.Group read(Wire wire) {
    ResourceSpec.Group spec =
        new ResourceSpec.Group(
            wire.text("name"),
            description(wire),
            billing(wire.field("subscription_type")),
            wire.decimal("rate_multiplier"),
            limit(wire, "daily_limit_usd"),
            limit(wire, "weekly_limit_usd"),
            limit(wire, "monthly_limit_usd"));
    return new LiveResource.Group(
        wire.id("id"), spec, wire.text("status").equals("active"), wire.instant("created_at"));
  }

  /** A blank is how an empty description is written ({@link #putDescription}). */
  static String description(Wire wire) {
    String text = wire.optional("description").map(Wire::text).orElse("");
    return text.isBlank() ? "" : text;
  }

  private static Billing billing(Wire wire) {
    return switch (wire.text()) {
      case "standard" -> Billing.STANDARD;
      case "subscription" -> Billing.SUBSCRIPTION;
      default -> throw wire.drift("standard or subscription", "another word");
    };
  }

  /** Null and 0 both mean unlimited. */
  private static BigDecimal limit(Wire wire, String name) {
    return wire.optional(name).map(Wire::decimal).orElse(BigDecimal.ZERO);
  }

  static JsonNode create(ResourceSpec.Group spec) {
    ObjectNode body = common(spec);
    if (spec.description() != null) {
      body.put("description", spec.description());
    }
    putLimits(body, spec.dailyLimitUsd(), spec.weeklyLimitUsd(), spec.monthlyLimitUsd());
    return body.put("platform", PLATFORM);
  }

  /** All three limits go along, because a PUT clears those it leaves out. */
  static JsonNode update(ResourceSpec.Group current, ResourceSpec.Group spec) {
    ObjectNode body = common(spec);
    putDescription(body, current.description(), spec.description());
    putLimits(
        body,
        declared(spec.dailyLimitUsd(), current.dailyLimitUsd()),
        declared(spec.weeklyLimitUsd(), current.weeklyLimitUsd()),
        declared(spec.monthlyLimitUsd(), current.monthlyLimitUsd()));
    return body;
  }

  private static @Nullable BigDecimal declared(
      @Nullable BigDecimal wanted, @Nullable BigDecimal current) {
    return wanted == null ? current : wanted;
  }

  private static ObjectNode common(ResourceSpec.Group spec) {
    return Json.object()
        .put("name", spec.name())
        .put("rate_multiplier", spec.rateMultiplier())
        .put("subscription_type", spec.billing().name().toLowerCase(Locale.ROOT));
  }

  /** An empty text means "unchanged" to hosts; a blank is stored, and shows as nothing. */
  static void putDescription(ObjectNode body, @Nullable String current, @Nullable String wanted) {
    if (wanted != null && !wanted.equals(current)) {
      body.put("description", wanted.isEmpty() ? " " : wanted);
    }
  }

  private static void putLimits(
      ObjectNode body,
      @Nullable BigDecimal daily,
      @Nullable BigDecimal weekly,
      @Nullable BigDecimal monthly) {
    putLimit(body, "daily_limit_usd", daily);
    putLimit(body, "weekly_limit_usd", weekly);
    putLimit(body, "monthly_limit_usd", monthly);
  }

  private static void putLimit(ObjectNode body, String name, @Nullable BigDecimal limit) {
    if (limit != null) {
      body.put(name, limit);
    }
  }
}
