package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** What users do for themselves: their groups, keys and subscriptions (contract.md 4.7, 7). */
final class SimSelfService {
  private final State state;
  private final Dialect dialect;
  private final Idempotency idempotency;
  private final Sessions sessions;

  SimSelfService(State state, Dialect dialect, Idempotency idempotency, Sessions sessions) {
    this.state = state;
    this.dialect = dialect;
    this.idempotency = idempotency;
    this.sessions = sessions;
  }

  void addTo(Routes routes) {
    routes.user("GET /api/v1/groups/available", this::groups);
    routes.user("GET /api/v1/keys", this::keys);
    routes.userUnlocked("POST /api/v1/keys", this::createKey);
    routes.user("GET /api/v1/keys/:id", call -> shown(own(call)));
    routes.user("PUT /api/v1/keys/:id", this::updateKey);
    routes.user("DELETE /api/v1/keys/:id", this::deleteKey);
    routes.user("GET /api/v1/subscriptions", call -> subscriptions(call, false));
    routes.user("GET /api/v1/subscriptions/active", call -> subscriptions(call, true));
    routes.user("GET /api/v1/payment/plans", this::plans);
  }

  private Reply groups(Call call) {
    ArrayNode data = Json.array();
    state.groups.all().stream()
        .filter(group -> !group.deleted && group.active() && open(group, call.user()))
        .sorted(
            Comparator.<GroupRow>comparingLong(group -> group.sortOrder)
                .thenComparingLong(GroupRow::id))
        .forEach(group -> data.add(group.openView(dialect.habits())));
    return Envelope.ok(data);
  }

  private boolean open(GroupRow group, UserRow user) {
    if (group.bySubscription()) {
      SubscriptionRow subscription = state.liveSubscription(user.id, group.id);
      return subscription != null && subscription.validAt(state.now());
    }
    return !group.exclusive() || user.allowedGroups.contains(group.id);
  }

  private Reply keys(Call call) {
    String search = Search.of(call.query("search"));
    List<KeyRow> found =
        state.keys.all().stream()
            .filter(key -> key.userId == call.user().id)
            .filter(key -> Search.in(key.name, search) || Search.in(key.key, search))
            .sorted(Comparator.comparingLong(KeyRow::id).reversed())
            .toList();
    return Envelope.ok(Paging.of(call).cut(found, key -> key.view(dialect.habits(), groupOf(key))));
  }

  private Reply createKey(Call call) {
    Body body = call.json();
    body.required("name");
    return idempotency.run(
        call, body.node(), () -> state.write(() -> shownFresh(created(call.user(), body))));
  }

  private KeyRow created(UserRow user, Body body) {
    Long groupId = body.integer("group_id");
    if (groupId != null) {
      GroupRow group = state.liveGroupOrRefuse(groupId);
      if (!open(group, user)) {
        throw Reason.GROUP_NOT_ALLOWED.refuse();
      }
    }
    String custom = body.textOr("custom_key", "");
    if (!custom.isEmpty()) {
      checkCustom(custom);
    }
    String text = custom.isEmpty() ? "sk-" + sessions.randomHex(32) : custom;
    KeyRow key = add(state, user.id, text, body.required("name"), groupId);
    BigDecimal quota = body.number("quota");
    key.quota = quota == null ? BigDecimal.ZERO : quota;
    long days = body.integerOr("expires_in_days", 0);
    key.expires = days > 0 ? key.created.plus(Duration.ofDays(days)) : null;
    setLists(key, body);
    return key;
  }

  static KeyRow add(State state, long userId, String text, String name, @Nullable Long groupId) {
    KeyRow key = new KeyRow(state.keys.nextId(), userId, text, name, groupId, state.now());
    state.keys.add(key);
    state.keysByText.put(text, key);
    return key;
  }

  private void checkCustom(String custom) {
    if (custom.length() < 16) {
      throw Reason.API_KEY_TOO_SHORT.refuse();
    }
    if (!custom.matches("[A-Za-z0-9_-]+")) {
      throw Reason.API_KEY_INVALID_CHARS.refuse();
    }
    if (state.keysByText.containsKey(custom)) {
      throw Reason.API_KEY_EXISTS.refuse();
    }
  }

  private Reply updateKey(Call call) {
    KeyRow key = own(call);
    Body body = call.json();
    key.name = body.textOr("name", key.name);
    key.status = body.oneOf("status", key.status, Set.of("active", "inactive"));
    Long groupId = body.integer("group_id");
    if (groupId != null) {
      if (!open(state.liveGroupOrRefuse(groupId), call.user())) {
        throw Reason.GROUP_NOT_ALLOWED.refuse();
      }
      key.groupId = groupId;
    }
    setLists(key, body);
    key.updated = state.now();
    return shown(key);
  }

  /** On 0.1.126 lists that are left out are cleared. */
  private void setLists(KeyRow key, Body body) {
    boolean keepAbsent = dialect.habits().late();
    ArrayNode white = body.array("ip_whitelist");
    ArrayNode black = body.array("ip_blacklist");
    if (white != null || !keepAbsent) {
      key.ipWhitelist = white == null ? Json.NODES.nullNode() : white;
    }
    if (black != null || !keepAbsent) {
      key.ipBlacklist = black == null ? Json.NODES.nullNode() : black;
    }
  }

  private Reply deleteKey(Call call) {
    KeyRow key = own(call);
    state.keys.remove(key.id);
    state.keysByText.remove(key.key);
    return Envelope.message("API key deleted");
  }

  private Reply subscriptions(Call call, boolean activeOnly) {
    SubscriptionViews views = new SubscriptionViews(state, dialect.habits());
    ArrayNode data = Json.array();
    for (SubscriptionRow row : state.subscriptions.all()) {
      if (row.userId == call.user().id && row.live() && (!activeOnly || row.validAt(state.now()))) {
        data.add(views.view(row, SubscriptionViews.People.NONE));
      }
    }
    return Envelope.ok(data);
  }

  private Reply plans(Call call) {
    ArrayNode data = Json.array();
    for (PlanRow plan : state.plans.all()) {
      if (plan.forSale) {
        data.add(plan.sparseView());
      }
    }
    return Envelope.ok(data);
  }

  private KeyRow own(Call call) {
    KeyRow key = state.keys.get(call.id(), Reason.API_KEY_NOT_FOUND);
    if (key.userId != call.user().id) {
      throw Reason.INSUFFICIENT_PERMISSIONS.refuse();
    }
    return key;
  }

  private Reply shown(KeyRow key) {
    return Envelope.ok(key.view(dialect.habits(), groupOf(key)));
  }

  private Reply shownFresh(KeyRow key) {
    return Envelope.ok(key.view(dialect.habits(), null));
  }

  private @Nullable GroupRow groupOf(KeyRow key) {
    return key.groupId == null ? null : state.liveGroup(key.groupId);
  }
}
