package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One field of a group beside its id, name and times (contract.md 4.1), in the order of the
 * answers.
 *
 * @param initial what it is where a create leaves it out
 * @param late known to 0.1.172 only
 * @param adminOnly not shown where a group stands inside another answer
 */
record GroupField(String name, Kind kind, JsonNode initial, boolean late, boolean adminOnly) {
  /** How a sent value is taken. */
  enum Kind {
    /** Empty leaves it unchanged. */
    TEXT,
    /** Empty leaves it unchanged on 0.1.126, and clears it on 0.1.172. */
    DESCRIPTION,
    FLAG,
    /** A flag that a create does not listen to. */
    FLAG_ON_UPDATE,
    NUMBER,
    /** Below zero clears it. */
    PRICE,
    /** Left out of a PUT clears it; null and "" are stored as 0. */
    LIMIT,
    /** Zero or less clears it. */
    REFERENCE,
    OBJECT,
    LIST
  }

  static final List<GroupField> ALL = all();

  private static List<GroupField> all() {
    List<GroupField> fields = new ArrayList<>();
    fields.add(open("description", Kind.DESCRIPTION, text("")));
    fields.add(open("platform", Kind.TEXT, text("anthropic")));
    fields.add(open("rate_multiplier", Kind.NUMBER, number("1")));
    fields.add(open("is_exclusive", Kind.FLAG, flag(false)));
    fields.add(open("status", Kind.TEXT, text("active")));
    fields.add(open("subscription_type", Kind.TEXT, text("standard")));
    fields.add(open("daily_limit_usd", Kind.LIMIT, none()));
    fields.add(open("weekly_limit_usd", Kind.LIMIT, none()));
    fields.add(open("monthly_limit_usd", Kind.LIMIT, none()));
    fields.add(open("allow_image_generation", Kind.FLAG, flag(false)));
    fields.add(late("allow_batch_image_generation", Kind.FLAG, flag(false)));
    fields.add(open("image_rate_independent", Kind.FLAG, flag(false)));
    fields.add(open("image_rate_multiplier", Kind.NUMBER, number("1")));
    fields.add(late("batch_image_discount_multiplier", Kind.NUMBER, number("0.5")));
    fields.add(late("batch_image_hold_multiplier", Kind.NUMBER, number("0.6")));
    fields.add(late("video_rate_independent", Kind.FLAG, flag(false)));
    fields.add(late("video_rate_multiplier", Kind.NUMBER, number("1")));
    fields.add(late("peak_rate_enabled", Kind.FLAG, flag(false)));
    fields.add(late("peak_start", Kind.TEXT, text("")));
    fields.add(late("peak_end", Kind.TEXT, text("")));
    fields.add(late("peak_rate_multiplier", Kind.NUMBER, number("1")));
    fields.add(open("image_price_1k", Kind.PRICE, none()));
    fields.add(open("image_price_2k", Kind.PRICE, none()));
    fields.add(open("image_price_4k", Kind.PRICE, none()));
    fields.add(late("video_price_480p", Kind.PRICE, none()));
    fields.add(late("video_price_720p", Kind.PRICE, none()));
    fields.add(late("video_price_1080p", Kind.PRICE, none()));
    fields.add(late("web_search_price_per_call", Kind.PRICE, none()));
    fields.add(open("claude_code_only", Kind.FLAG, flag(false)));
    fields.add(open("fallback_group_id", Kind.REFERENCE, none()));
    fields.add(open("fallback_group_id_on_invalid_request", Kind.REFERENCE, none()));
    fields.add(open("allow_messages_dispatch", Kind.FLAG, flag(false)));
    fields.add(late("allow_live", Kind.FLAG, flag(false)));
    fields.add(open("require_oauth_only", Kind.FLAG, flag(false)));
    fields.add(open("require_privacy_set", Kind.FLAG, flag(false)));
    fields.add(open("rpm_limit", Kind.NUMBER, number("0")));
    fields.add(late("max_reasoning_effort", Kind.TEXT, text("")));
    fields.add(late("reasoning_effort_mappings", Kind.LIST, Json.array()));
    fields.add(lateAdmin("profit_control_enabled", Kind.FLAG, flag(false)));
    fields.add(lateAdmin("profit_min_margin", Kind.NUMBER, number("0")));
    fields.add(lateAdmin("profit_safety_buffer", Kind.NUMBER, number("0")));
    fields.add(admin("model_routing", Kind.OBJECT, Json.object()));
    fields.add(admin("model_routing_enabled", Kind.FLAG_ON_UPDATE, flag(false)));
    fields.add(admin("mcp_xml_inject", Kind.FLAG, flag(true)));
    fields.add(admin("default_mapped_model", Kind.TEXT, text("")));
    fields.add(admin("messages_dispatch_model_config", Kind.OBJECT, Json.object()));
    fields.add(lateAdmin("models_list_config", Kind.OBJECT, Json.object().put("enabled", false)));
    fields.add(admin("supported_model_scopes", Kind.LIST, none()));
    return List.copyOf(fields);
  }

  private static GroupField open(String name, Kind kind, JsonNode initial) {
    return new GroupField(name, kind, initial, false, false);
  }

  private static GroupField late(String name, Kind kind, JsonNode initial) {
    return new GroupField(name, kind, initial, true, false);
  }

  private static GroupField admin(String name, Kind kind, JsonNode initial) {
    return new GroupField(name, kind, initial, false, true);
  }

  private static GroupField lateAdmin(String name, Kind kind, JsonNode initial) {
    return new GroupField(name, kind, initial, true, true);
  }

  private static JsonNode text(String value) {
    return Json.NODES.stringNode(value);
  }

  private static JsonNode flag(boolean value) {
    return Json.NODES.booleanNode(value);
  }

  private static JsonNode number(String value) {
    return Json.number(new BigDecimal(value));
  }

  private static JsonNode none() {
    return Json.NODES.nullNode();
  }
}
