package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /admin/subscriptions}: who may use a group, and how long (contract.md 4.6). */
final class SimSubscriptions {
  private static final int MOST_DAYS = 36_500;

  private final State state;
  private final Dialect dialect;
  private final Idempotency idempotency;

  SimSubscriptions(State state, Dialect dialect, Idempotency idempotency) {
    this.state = state;
    this.dialect = dialect;
    this.idempotency = idempotency;
  }

  void addTo(Routes routes) {
    routes.admin("GET /api/v1/admin/subscriptions", this::list);
    routes.admin("GET /api/v1/admin/subscriptions/:id", call -> whole(find(call)));
    routes.admin("GET /api/v1/admin/groups/:id/subscriptions", this::ofGroup);
    routes.admin("GET /api/v1/admin/users/:id/subscriptions", this::ofUser);
    routes.admin("POST /api/v1/admin/subscriptions/assign", this::assign);
    routes.admin("POST /api/v1/admin/subscriptions/bulk-assign", this::bulkAssign);
    routes.adminUnlocked("POST /api/v1/admin/subscriptions/:id/extend", this::extend);
    routes.admin("POST /api/v1/admin/subscriptions/:id/reset-quota", this::resetQuota);
    routes.admin("DELETE /api/v1/admin/subscriptions/:id", this::revoke);
    if (dialect.habits().late()) {
      routes.admin("POST /api/v1/admin/subscriptions/:id/revoke", this::revoke);
      routes.admin("POST /api/v1/admin/subscriptions/:id/restore", this::restore);
    }
  }

  /** What an assignment came to. */
  private record Assigned(SubscriptionRow row, boolean created) {}

  private Reply list(Call call) {
    String user = call.query("user_id");
    String group = call.query("group_id");
    String status = call.query("status");
    String platform = call.query("platform");
    Instant now = state.now();
    Predicate<SubscriptionRow> fits =
        row ->
            (row.live() || dialect.habits().late())
                && (user.isEmpty() || user.equals(Long.toString(row.userId)))
                && (group.isEmpty() || group.equals(Long.toString(row.groupId)))
                && (status.isEmpty() || status.equals(row.status(now)))
                && (platform.isEmpty() || platform.equals(platformOf(row)));
    List<SubscriptionRow> found = rows(fits);
    Comparator<SubscriptionRow> order =
        switch (call.query("sort_by")) {
          case "expires_at" -> Comparator.comparing(row -> row.expires);
          case "status" -> Comparator.comparing(row -> row.status(now));
          default -> Comparator.comparing(row -> row.created);
        };
    order = order.thenComparingLong(SubscriptionRow::id);
    found.sort(call.query("sort_order").equals("asc") ? order : order.reversed());
    return Envelope.ok(page(call, found, SubscriptionViews.People.USER_AND_ASSIGNER));
  }

  private Reply ofGroup(Call call) {
    long groupId = call.id();
    List<SubscriptionRow> found = rows(row -> row.live() && row.groupId == groupId);
    found.sort(Comparator.comparingLong(SubscriptionRow::id).reversed());
    return Envelope.ok(page(call, found, SubscriptionViews.People.USER));
  }

  private Reply ofUser(Call call) {
    long userId = call.id();
    SubscriptionViews views = new SubscriptionViews(state, dialect.habits());
    ArrayNode data = Json.array();
    rows(row -> row.live() && row.userId == userId)
        .forEach(row -> data.add(views.view(row, SubscriptionViews.People.NONE)));
    return Envelope.ok(data);
  }

  private Reply assign(Call call) {
    Body body = call.json();
    long userId = required(body, "user_id");
    long groupId = required(body, "group_id");
    Assigned assigned = assign(call, body, userId, groupId);
    SubscriptionViews views = new SubscriptionViews(state, dialect.habits());
    return Envelope.ok(views.view(assigned.row(), people(assigned)));
  }

  /** Each user by itself; those that failed do not undo the others. */
  private Reply bulkAssign(Call call) {
    Body body = call.json();
    List<Long> userIds = body.idsOrNone("user_ids");
    if (userIds.isEmpty()) {
      throw body.refuse("user_ids is required");
    }
    long groupId = required(body, "group_id");
    SubscriptionViews views = new SubscriptionViews(state, dialect.habits());
    ArrayNode rows = Json.array();
    ArrayNode errors = Json.array();
    ObjectNode statuses = Json.object();
    int created = 0;
    for (long userId : userIds) {
      try {
        Assigned assigned = assign(call, body, userId, groupId);
        created += assigned.created() ? 1 : 0;
        rows.add(views.view(assigned.row(), people(assigned)));
        statuses.put(Long.toString(userId), assigned.created() ? "created" : "reused");
      } catch (Refusal refusal) {
        errors.add("user " + userId + " could not be given the subscription");
        statuses.put(Long.toString(userId), "failed");
      }
    }
    ObjectNode data =
        Json.object()
            .put("success_count", rows.size())
            .put("created_count", created)
            .put("reused_count", rows.size() - created)
            .put("failed_count", errors.size());
    data.set("subscriptions", rows);
    if (!errors.isEmpty()) {
      data.set("errors", errors);
    }
    data.set("statuses", statuses);
    return Envelope.ok(data);
  }

  private Assigned assign(Call call, Body body, long userId, long groupId) {
    long sent = body.integerOr("validity_days", 0);
    if (sent > MOST_DAYS) {
      throw body.refuse("validity_days is above " + MOST_DAYS);
    }
    long days = sent <= 0 ? 30 : sent;
    String notes = body.textOr("notes", "");
    GroupRow group = state.liveGroupOrRefuse(groupId);
    if (!group.bySubscription()) {
      throw Reason.GROUP_NOT_SUBSCRIPTION_TYPE.refuse();
    }
    SubscriptionRow standing = state.liveSubscription(userId, groupId);
    if (standing == null) {
      long id = state.subscriptions.nextId();
      if (state.users.find(userId) == null) {
        throw Refusal.internal();
      }
      SubscriptionRow row =
          new SubscriptionRow(id, userId, groupId, days, notes, call.user().id, state.now());
      state.subscriptions.add(row);
      return new Assigned(row, true);
    }
    Instant now = state.now();
    if (dialect.habits().late() && !standing.expires.isAfter(now)) {
      renew(standing, days, notes, now);
      return new Assigned(standing, false);
    }
    if (!standing.expires.equals(end(standing.starts, days))) {
      throw conflict("validity_days_mismatch");
    }
    if (!standing.notes.strip().equals(notes.strip())) {
      throw conflict("notes_mismatch");
    }
    return new Assigned(standing, false);
  }

  private static void renew(SubscriptionRow row, long days, String notes, Instant now) {
    row.starts = now;
    row.expires = end(now, days);
    row.notes = notes;
    row.assigned = now;
    row.updated = now;
  }

  private Reply extend(Call call) {
    long id = call.id();
    Body body = call.json();
    long days = body.integerOr("days", 0);
    if (days == 0 || Math.abs(days) > MOST_DAYS) {
      throw body.refuse("days is between -36500 and 36500 and not 0");
    }
    return idempotency.run(
        call, Json.object().put("days", days), () -> state.write(() -> whole(extended(id, days))));
  }

  private SubscriptionRow extended(long id, long days) {
    SubscriptionRow row = find(id);
    Instant now = state.now();
    boolean expired = !row.expires.isAfter(now);
    if (expired && days < 0) {
      throw Reason.CANNOT_SHORTEN_EXPIRED.refuse();
    }
    Instant end = end(expired ? now : row.expires, days);
    if (!end.isAfter(now)) {
      throw Reason.ADJUST_WOULD_EXPIRE.refuse();
    }
    row.expires = end;
    row.updated = now;
    return row;
  }

  private Reply resetQuota(Call call) {
    SubscriptionRow row = find(call);
    Body body = call.json();
    if (body.flagOr("daily", false)) {
      row.dailyUsage = BigDecimal.ZERO;
      row.dailyStart = null;
    }
    if (body.flagOr("weekly", false)) {
      row.weeklyUsage = BigDecimal.ZERO;
      row.weeklyStart = null;
    }
    if (body.flagOr("monthly", false)) {
      row.monthlyUsage = BigDecimal.ZERO;
      row.monthlyStart = null;
    }
    return whole(row);
  }

  private Reply revoke(Call call) {
    SubscriptionRow row = find(call);
    row.revoked = state.now();
    row.updated = state.now();
    return Envelope.message("subscription revoked");
  }

  private Reply restore(Call call) {
    SubscriptionRow row = state.subscriptions.get(call.id(), Reason.SUBSCRIPTION_NOT_FOUND);
    if (row.live()) {
      throw Reason.SUBSCRIPTION_NOT_REVOKED.refuse();
    }
    if (state.liveSubscription(row.userId, row.groupId) != null) {
      throw Reason.SUBSCRIPTION_RESTORE_CONFLICT.refuse();
    }
    row.revoked = null;
    row.updated = state.now();
    return whole(row);
  }

  private SubscriptionRow find(Call call) {
    return find(call.id());
  }

  private SubscriptionRow find(long id) {
    SubscriptionRow row = state.subscriptions.find(id);
    if (row == null || !row.live()) {
      throw Reason.SUBSCRIPTION_NOT_FOUND.refuse();
    }
    return row;
  }

  private Reply whole(SubscriptionRow row) {
    return Envelope.ok(
        new SubscriptionViews(state, dialect.habits())
            .view(row, SubscriptionViews.People.USER_AND_ASSIGNER));
  }

  private ObjectNode page(Call call, List<SubscriptionRow> found, SubscriptionViews.People people) {
    SubscriptionViews views = new SubscriptionViews(state, dialect.habits());
    return Paging.of(call).cutCountingFrom0(found, row -> views.view(row, people));
  }

  private List<SubscriptionRow> rows(Predicate<SubscriptionRow> fits) {
    List<SubscriptionRow> found = new ArrayList<>();
    for (SubscriptionRow row : state.subscriptions.all()) {
      if (fits.test(row)) {
        found.add(row);
      }
    }
    return found;
  }

  private String platformOf(SubscriptionRow row) {
    GroupRow group = state.liveGroup(row.groupId);
    return group == null ? "" : group.platform();
  }

  private static SubscriptionViews.People people(Assigned assigned) {
    return assigned.created()
        ? SubscriptionViews.People.USER_AND_ASSIGNER
        : SubscriptionViews.People.NONE;
  }

  private static Instant end(Instant start, long days) {
    return SubscriptionRow.capped(start.plus(Duration.ofDays(days)));
  }

  private static long required(Body body, String name) {
    long id = body.integerOr(name, 0);
    if (id == 0) {
      throw body.refuse(name + " is required");
    }
    return id;
  }

  private static Refusal conflict(String why) {
    Reason reason = Reason.SUBSCRIPTION_ASSIGN_CONFLICT;
    return new Refusal(
        Envelope.refused(
            reason.status(), reason.text(), reason.name(), Map.of("conflict_reason", why)));
  }
}
