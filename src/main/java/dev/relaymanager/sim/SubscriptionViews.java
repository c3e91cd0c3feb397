package dev.relaymanager.sim;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Subscriptions as answers show them; one instance for one answer. */
final class SubscriptionViews {
  /** Which of the people around a subscription an answer shows. */
  enum People {
    /** A repeated assignment shows neither. */
    NONE,
    USER,
    USER_AND_ASSIGNER
  }

  private final State state;
  private final Habits habits;
  private final Map<Long, ObjectNode> groups = new HashMap<>();

  SubscriptionViews(State state, Habits habits) {
    this.state = state;
    this.habits = habits;
  }

  ObjectNode view(SubscriptionRow row, People people) {
    Instant now = state.now();
    ObjectNode view =
        Json.object()
            .put("id", row.id)
            .put("user_id", row.userId)
            .put("group_id", row.groupId)
            .put("starts_at", row.starts.toString())
            .put("expires_at", row.expires.toString())
            .put("status", row.status(now))
            .put("daily_window_start", text(row.dailyStart))
            .put("weekly_window_start", text(row.weeklyStart))
            .put("monthly_window_start", text(row.monthlyStart));
    view.set("daily_usage_usd", Json.number(row.dailyUsage));
    view.set("weekly_usage_usd", Json.number(row.weeklyUsage));
    view.set("monthly_usage_usd", Json.number(row.monthlyUsage));
    view.put("created_at", row.created.toString()).put("updated_at", row.updated.toString());
    if (row.revoked != null) {
      view.put("revoked_at", row.revoked.toString());
    }
    if (people != People.NONE) {
      addUser(view, "user", row.userId);
    }
    GroupRow group = state.liveGroup(row.groupId);
    if (group != null) {
      view.set("group", groups.computeIfAbsent(group.id, id -> group.openView(habits)));
    }
    view.put("assigned_by", row.assignedBy)
        .put("assigned_at", row.assigned.toString())
        .put("notes", row.notes);
    if (people == People.USER_AND_ASSIGNER) {
      addUser(view, "assigned_by_user", row.assignedBy);
    }
    return view;
  }

  private void addUser(ObjectNode view, String name, long id) {
    UserRow user = state.users.find(id);
    if (user != null) {
      view.set(name, user.openView(habits));
    }
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
