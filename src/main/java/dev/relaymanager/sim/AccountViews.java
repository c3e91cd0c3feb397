package dev.relaymanager.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Accounts as answers show them; one instance for one answer, it keeps the views of groups. */
final class AccountViews {
  /** The host writes last uses in batches, so a read right after a call does not see them. */
  private static final Duration USE_SHOWS_AFTER = Duration.ofSeconds(10);

  private final State state;
  private final Dialect dialect;
  private final Instant now;
  private final Map<Long, ObjectNode> groups = new HashMap<>();

  AccountViews(State state, Dialect dialect) {
    this.state = state;
    this.dialect = dialect;
    this.now = state.now();
  }

  ObjectNode stored(AccountRow row) {
    ObjectNode view = fields(row);
    view.set("extra", row.extra);
    if (dialect.habits().late()) {
      view.put("quota_dimension", "global");
    }
    if (!row.bindings.isEmpty()) {
      addGroups(view, row);
    }
    return view.put("current_concurrency", 0);
  }

  /** The answer to a create: nothing of groups, and null where no extra was sent. */
  ObjectNode fresh(AccountRow row, boolean extraSent) {
    ObjectNode view = fields(row);
    if (extraSent || !row.extra.isEmpty()) {
      view.set("extra", row.extra);
    } else {
      view.putNull("extra");
    }
    return view.put("current_concurrency", 0);
  }

  private ObjectNode fields(AccountRow row) {
    ObjectNode view =
        Json.object()
            .put("id", row.id)
            .put("name", row.name)
            .put("notes", row.notes)
            .put("platform", row.platform)
            .put("type", row.type);
    dialect.secrets().show(view, row.credentials);
    view.putNull("extra").putNull("proxy_id");
    if (dialect.habits().late()) {
      view.putNull("proxy_fallback_origin_id");
    }
    view.put("concurrency", row.concurrency);
    if (row.loadFactor != null) {
      view.put("load_factor", row.loadFactor);
    }
    view.put("priority", row.priority);
    view.set("rate_multiplier", Json.number(row.rateMultiplier));
    boolean useShows = row.lastUsed != null && row.lastUsed.plus(USE_SHOWS_AFTER).isBefore(now);
    return view.put("status", row.status)
        .put("error_message", row.errorMessage)
        .put("last_used_at", useShows ? text(row.lastUsed) : null)
        .put("expires_at", row.expiresAt)
        .put("auto_pause_on_expired", row.autoPause)
        .put("created_at", row.created.toString())
        .put("updated_at", row.updated.toString())
        .put("schedulable", row.schedulable)
        .put("rate_limited_at", text(row.rateLimitedAt))
        .put("rate_limit_reset_at", text(row.rateLimitReset))
        .put("overload_until", text(row.overloadUntil))
        .put("temp_unschedulable_until", text(row.tempUnschedulableUntil))
        .put("temp_unschedulable_reason", row.tempUnschedulableReason)
        .putNull("session_window_start")
        .putNull("session_window_end")
        .put("session_window_status", "");
  }

  private void addGroups(ObjectNode view, AccountRow row) {
    ArrayNode memberships = view.putArray("account_groups");
    ArrayNode ids = view.putArray("group_ids");
    ArrayNode whole = view.putArray("groups");
    for (AccountRow.Binding binding : row.bindings) {
      ObjectNode membership =
          memberships
              .addObject()
              .put("account_id", row.id)
              .put("group_id", binding.groupId())
              .put("priority", binding.priority())
              .put("created_at", binding.created().toString());
      ids.add(binding.groupId());
      ObjectNode group = group(binding.groupId());
      if (group != null) {
        membership.set("group", group);
        whole.add(group);
      }
    }
  }

  private @Nullable ObjectNode group(long id) {
    ObjectNode view = groups.get(id);
    if (view == null) {
      GroupRow row = state.liveGroup(id);
      if (row != null) {
        view = row.openView(dialect.habits());
        groups.put(id, view);
      }
    }
    return view;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
