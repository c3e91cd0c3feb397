package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A user's API key as stored. Guarded by the state. */
final class KeyRow implements Row {
  final long id;
  final long userId;
  final String key;
  final Instant created;
  String name;
  @Nullable Long groupId;
  String status = "active";
  JsonNode ipWhitelist = Json.NODES.nullNode();
  JsonNode ipBlacklist = Json.NODES.nullNode();
  BigDecimal quota = BigDecimal.ZERO;
  BigDecimal quotaUsed = BigDecimal.ZERO;
  @Nullable Instant expires;
  @Nullable Instant lastUsed;
  @Nullable String lastUsedIp;
  Instant updated;

  KeyRow(long id, long userId, String key, String name, @Nullable Long groupId, Instant now) {
    this.id = id;
    this.userId = userId;
    this.key = key;
    this.name = name;
    this.groupId = groupId;
    this.created = now;
    this.updated = now;
  }

  @Override
  public long id() {
    return id;
  }

  /** The key in clear, as every read shows it; {@code group} is added where it stands. */
  ObjectNode view(Habits habits, @Nullable GroupRow group) {
    ObjectNode view =
        Json.object()
            .put("id", id)
            .put("user_id", userId)
            .put("key", key)
            .put("name", name)
            .put("group_id", groupId)
            .put("status", status);
    view.set("ip_whitelist", ipWhitelist);
    view.set("ip_blacklist", ipBlacklist);
    view.put("last_used_at", text(lastUsed));
    if (habits.late()) {
      view.put("last_used_ip", lastUsedIp);
    }
    view.set("quota", Json.number(quota));
    view.set("quota_used", Json.number(quotaUsed));
    view.put("expires_at", text(expires))
        .put("created_at", created.toString())
        .put("updated_at", updated.toString());
    if (habits.late()) {
      view.put("current_concurrency", 0);
    }
    for (String window : new String[] {"5h", "1d", "7d"}) {
      view.put("rate_limit_" + window, 0).put("usage_" + window, 0);
      view.putNull("window_" + window + "_start");
    }
    if (group != null) {
      view.set("group", group.openView(habits));
    }
    return view;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
