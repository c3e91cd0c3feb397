package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /admin/users} and {@code /admin/api-keys} (contract.md 4.7). */
final class SimUsers {
  private final State state;
  private final Dialect dialect;
  private final Idempotency idempotency;

  SimUsers(State state, Dialect dialect, Idempotency idempotency) {
    this.state = state;
    this.dialect = dialect;
    this.idempotency = idempotency;
  }

  void addTo(Routes routes) {
    routes.admin("GET /api/v1/admin/users", this::list);
    routes.admin("GET /api/v1/admin/users/:id", call -> shown(find(call)));
    routes.admin("POST /api/v1/admin/users", this::create);
    routes.admin("PUT /api/v1/admin/users/:id", this::update);
    routes.admin("DELETE /api/v1/admin/users/:id", this::delete);
    routes.adminUnlocked("POST /api/v1/admin/users/:id/balance", this::balance);
    routes.admin("GET /api/v1/admin/users/:id/api-keys", this::keys);
    routes.admin("PUT /api/v1/admin/api-keys/:id", this::bindKey);
  }

  private Reply list(Call call) {
    String search = Search.of(call.query("search"));
    List<UserRow> found = new ArrayList<>();
    for (UserRow row : state.users.all()) {
      boolean fits = fits(call.query("status"), row.status) && fits(call.query("role"), row.role);
      if (fits && matches(row, search)) {
        found.add(row);
      }
    }
    Comparator<UserRow> order =
        switch (call.query("sort_by")) {
          case "id" -> Comparator.comparingLong(UserRow::id);
          case "email" -> Comparator.comparing(row -> row.email);
          default -> Comparator.comparing(row -> row.created);
        };
    order = order.thenComparingLong(UserRow::id);
    found.sort(Search.ascending(call, false) ? order : order.reversed());
    return Envelope.ok(
        Paging.of(call)
            .cut(found, row -> row.adminView(dialect.habits()).put("current_concurrency", 0)));
  }

  /** The search looks into the text of API keys, too. */
  private boolean matches(UserRow row, String search) {
    return Search.in(row.email, search)
        || Search.in(row.username, search)
        || Search.in(row.notes, search)
        || state.keys.all().stream()
            .anyMatch(key -> key.userId == row.id && Search.in(key.key, search));
  }

  private Reply create(Call call) {
    Body body = call.json();
    String email = body.required("email");
    if (email.indexOf('@') <= 0 || email.endsWith("@")) {
      throw body.refuse("email is no address");
    }
    String password = body.required("password");
    if (password.length() < 6) {
      throw body.refuse("password is shorter than 6");
    }
    String role = body.oneOf("role", "user", Set.of("user", "admin"));
    if (taken(email)) {
      throw Reason.EMAIL_EXISTS.refuse();
    }
    UserRow row = new UserRow(state.users.nextId(), email, password, state.now());
    row.role = dialect.habits().late() ? role : "user";
    row.username = body.textOr("username", "");
    row.notes = body.textOr("notes", "");
    BigDecimal balance = body.number("balance");
    row.balance = balance == null ? BigDecimal.ZERO : balance;
    row.concurrency = body.integerOr("concurrency", 0);
    row.rpmLimit = body.integerOr("rpm_limit", 0);
    row.allowedGroups = List.copyOf(body.idsOrNone("allowed_groups"));
    state.users.add(row);
    return Envelope.ok(row.freshView(dialect.habits()));
  }

  private boolean taken(String email) {
    return state.users.all().stream()
        .anyMatch(other -> other.email.strip().equalsIgnoreCase(email.strip()));
  }

  private Reply update(Call call) {
    UserRow row = find(call);
    Body body = call.json();
    String status = body.oneOf("status", "", Set.of("active", "disabled"));
    if (row.admin() && status.equals("disabled")) {
      throw Refusal.internal();
    }
    String email = body.textOr("email", row.email);
    if (!email.strip().equalsIgnoreCase(row.email.strip()) && taken(email)) {
      throw Reason.EMAIL_EXISTS.refuse();
    }
    row.email = email;
    String password = body.textOr("password", "");
    if (!password.isEmpty()) {
      row.password = password;
      row.tokenVersion++;
    }
    row.status = status.isEmpty() ? row.status : status;
    row.username = orOld(body.text("username"), row.username);
    row.notes = orOld(body.text("notes"), row.notes);
    row.concurrency = body.integerOr("concurrency", row.concurrency);
    row.rpmLimit = body.integerOr("rpm_limit", row.rpmLimit);
    List<Long> groups = body.ids("allowed_groups");
    row.allowedGroups = groups == null ? row.allowedGroups : List.copyOf(groups);
    row.updated = state.now();
    return shown(row);
  }

  private Reply delete(Call call) {
    UserRow row = find(call);
    if (row.admin()) {
      throw Refusal.internal();
    }
    state.users.remove(row.id);
    return Envelope.message("user deleted");
  }

  private Reply balance(Call call) {
    Body body = call.json();
    BigDecimal amount = body.number("balance");
    String operation = body.oneOf("operation", "", Set.of("set", "add", "subtract"));
    if (amount == null || amount.signum() <= 0 || operation.isEmpty()) {
      throw body.refuse("balance is above 0 and operation is set, add or subtract");
    }
    ObjectNode known = Json.object().put("operation", operation);
    known.set("balance", Json.number(amount));
    return idempotency.run(
        call, known, () -> state.write(() -> shown(paid(call, amount, operation))));
  }

  private UserRow paid(Call call, BigDecimal amount, String operation) {
    UserRow row = find(call);
    row.balance =
        switch (operation) {
          case "add" -> row.balance.add(amount);
          case "subtract" -> row.balance.subtract(amount);
          default -> amount;
        };
    row.updated = state.now();
    return row;
  }

  private Reply keys(Call call) {
    long userId = call.id();
    List<KeyRow> found =
        state.keys.all().stream()
            .filter(key -> key.userId == userId)
            .sorted(Comparator.comparingLong(KeyRow::id).reversed())
            .toList();
    return Envelope.ok(Paging.of(call).cut(found, key -> key.view(dialect.habits(), groupOf(key))));
  }

  /** Binds or unbinds a user's key, and opens an exclusive group to the user on the way. */
  private Reply bindKey(Call call) {
    Body body = call.json();
    KeyRow key = state.keys.get(call.id(), Reason.API_KEY_NOT_FOUND);
    Long groupId = body.integer("group_id");
    GroupRow granted = null;
    if (groupId != null && groupId < 0) {
      throw Reason.INVALID_GROUP_ID.refuse();
    } else if (groupId != null && groupId == 0) {
      key.groupId = null;
    } else if (groupId != null) {
      GroupRow group = state.liveGroupOrRefuse(groupId);
      granted = bind(key, group);
    }
    key.updated = state.now();
    ObjectNode data = Json.object();
    data.set("api_key", key.view(dialect.habits(), groupOf(key)));
    data.put("auto_granted_group_access", granted != null);
    if (granted != null) {
      data.put("granted_group_id", granted.id).put("granted_group_name", granted.name);
    }
    return Envelope.ok(data);
  }

  /** The group that had to be opened to the user, or null. */
  private @Nullable GroupRow bind(KeyRow key, GroupRow group) {
    if (!group.active()) {
      throw Reason.GROUP_NOT_ACTIVE.refuse();
    }
    if (group.bySubscription()) {
      SubscriptionRow subscription = state.liveSubscription(key.userId, group.id);
      if (subscription == null || !subscription.validAt(state.now())) {
        throw Reason.SUBSCRIPTION_REQUIRED.refuse();
      }
      key.groupId = group.id;
      return null;
    }
    key.groupId = group.id;
    UserRow user = state.users.find(key.userId);
    if (user == null || !group.exclusive() || user.allowedGroups.contains(group.id)) {
      return null;
    }
    List<Long> more = new ArrayList<>(user.allowedGroups);
    more.add(group.id);
    user.allowedGroups = List.copyOf(more);
    return group;
  }

  private @Nullable GroupRow groupOf(KeyRow key) {
    return key.groupId == null ? null : state.liveGroup(key.groupId);
  }

  private UserRow find(Call call) {
    return state.users.get(call.id(), Reason.USER_NOT_FOUND);
  }

  private Reply shown(UserRow row) {
    return Envelope.ok(row.adminView(dialect.habits()));
  }

  private static boolean fits(String wanted, String found) {
    return wanted.isEmpty() || wanted.equals(found);
  }

  private static String orOld(@Nullable String sent, String old) {
    return sent == null ? old : sent;
  }
}
