package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A user as stored. Guarded by the state. */
final class UserRow implements Row {
  final long id;
  final Instant created;
  String email;
  String password;
  String username = "";
  String role = "user";
  String notes = "";
  BigDecimal balance = BigDecimal.ZERO;
  BigDecimal totalRecharged = BigDecimal.ZERO;
  long concurrency;
  long rpmLimit;
  String status = "active";
  List<Long> allowedGroups = List.of();
  volatile @Nullable Instant lastActive;
  @Nullable Instant lastUsed;
  Instant updated;
  int tokenVersion;

  UserRow(long id, String email, String password, Instant now) {
    this.id = id;
    this.email = email;
    this.password = password;
    this.created = now;
    this.updated = now;
  }

  @Override
  public long id() {
    return id;
  }

  boolean admin() {
    return role.equals("admin");
  }

  boolean active() {
    return status.equals("active");
  }

  /** As a login and other answers show it. */
  ObjectNode openView(Habits habits) {
    return view(habits, true);
  }

  /** As the admin routes show it. */
  ObjectNode adminView(Habits habits) {
    return withAdminFields(view(habits, true));
  }

  /** As the answer to its own creation shows it: the store's defaults are not in it yet. */
  ObjectNode freshView(Habits habits) {
    return withAdminFields(view(habits, false));
  }

  private ObjectNode withAdminFields(ObjectNode view) {
    return view.put("notes", notes).put("last_used_at", text(lastUsed));
  }

  private ObjectNode view(Habits habits, boolean stored) {
    ObjectNode view =
        Json.object().put("id", id).put("email", email).put("username", username).put("role", role);
    view.set("balance", Json.number(balance));
    if (habits.late()) {
      view.put("frozen_balance", 0);
    }
    view.put("concurrency", concurrency).put("status", status);
    JsonNode groups = allowedGroups.isEmpty() ? Json.NODES.nullNode() : Json.longs(allowedGroups);
    view.set("allowed_groups", groups);
    if (lastActive != null) {
      view.put("last_active_at", lastActive.toString());
    }
    view.put("created_at", created.toString())
        .put("updated_at", updated.toString())
        .put("balance_notify_enabled", stored)
        .put("balance_notify_threshold_type", stored ? "fixed" : "")
        .putNull("balance_notify_threshold")
        .putNull("balance_notify_extra_emails");
    view.set("total_recharged", Json.number(totalRecharged));
    return view.put("rpm_limit", rpmLimit);
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
