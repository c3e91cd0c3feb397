package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The gateway's check of a user's key, in the host's order (contract.md 6.1). */
final class UserKeys {
  private final State state;
  private final Dialect dialect;

  UserKeys(State state, Dialect dialect) {
    this.state = state;
    this.dialect = dialect;
  }

  Call admit(Call call) {
    if (!call.query("key").isEmpty() || !call.query("api_key").isEmpty()) {
      throw bar(400, "api_key_in_query_deprecated", "send the key in a header");
    }
    String text = textOf(call);
    if (text.isEmpty()) {
      throw bar(401, "API_KEY_REQUIRED", "the gateway needs an API key in a header");
    }
    return state.write(() -> admit(call, text));
  }

  private Call admit(Call call, String text) {
    KeyRow key = state.keysByText.get(text);
    if (key == null) {
      throw bar(401, "INVALID_API_KEY", "nobody has this API key");
    }
    if (!key.status.equals("active")) {
      throw bar(401, "API_KEY_DISABLED", "this API key is switched off");
    }
    UserRow user = state.users.find(key.userId);
    if (user == null) {
      throw bar(401, "USER_NOT_FOUND", "the user of this API key is gone");
    }
    if (!user.active()) {
      throw bar(401, "USER_INACTIVE", "the user of this API key is switched off");
    }
    Instant now = state.now();
    if (key.expires != null && !key.expires.isAfter(now)) {
      throw bar(403, "API_KEY_EXPIRED", "this API key ran out");
    }
    if (key.quota.signum() > 0 && key.quotaUsed.compareTo(key.quota) >= 0) {
      throw bar(429, "API_KEY_QUOTA_EXHAUSTED", "this API key used up its quota");
    }
    GroupRow group = key.groupId == null ? null : state.groups.find(key.groupId);
    if (key.groupId != null) {
      Reply barred = dialect.deadGroups().bar(group);
      if (barred != null) {
        throw new Refusal(barred);
      }
    }
    checkPayment(user, group, now);
    if (group == null) {
      throw new Refusal(unassigned());
    }
    key.lastUsed = now;
    key.lastUsedIp = call.remote();
    return call.by(user, key);
  }

  private void checkPayment(UserRow user, @Nullable GroupRow group, Instant now) {
    if (group == null || !group.bySubscription()) {
      if (user.balance.signum() <= 0) {
        throw bar(403, "INSUFFICIENT_BALANCE", "the user has no balance");
      }
      if (group != null
          && dialect.habits().late()
          && group.exclusive()
          && !user.allowedGroups.contains(group.id)) {
        throw bar(403, "GROUP_NOT_ALLOWED", "the user may not use this group");
      }
      return;
    }
    SubscriptionRow subscription = state.liveSubscription(user.id, group.id);
    if (subscription == null) {
      throw bar(403, "SUBSCRIPTION_NOT_FOUND", "the user has no subscription of this group");
    }
    if (!subscription.validAt(now)) {
      throw bar(403, "SUBSCRIPTION_INVALID", "the user's subscription ran out");
    }
    Usage.roll(subscription, now);
    checkLimit("DAILY", group.get("daily_limit_usd"), subscription.dailyUsage);
    checkLimit("WEEKLY", group.get("weekly_limit_usd"), subscription.weeklyUsage);
    checkLimit("MONTHLY", group.get("monthly_limit_usd"), subscription.monthlyUsage);
  }

  /** Zero and null both mean no limit. */
  private static void checkLimit(String window, JsonNode limit, BigDecimal used) {
    if (limit.isNumber()
        && limit.decimalValue().signum() > 0
        && used.compareTo(limit.decimalValue()) >= 0) {
      throw bar(429, "USAGE_LIMIT_EXCEEDED", window + "_LIMIT_EXCEEDED");
    }
  }

  private static String textOf(Call call) {
    String header = call.header("authorization");
    if (header.startsWith("Bearer ")) {
      return header.substring("Bearer ".length()).strip();
    }
    String key = call.header("x-api-key");
    return key.isEmpty() ? call.header("x-goog-api-key") : key;
  }

  private static Refusal bar(int status, String code, String message) {
    return new Refusal(Envelope.barred(status, code, message));
  }

  private static Reply unassigned() {
    ObjectNode body = Json.object().put("type", "error");
    body.putObject("error")
        .put("type", "permission_error")
        .put("message", "this API key is bound to no group");
    return Reply.json(403, body);
  }
}
