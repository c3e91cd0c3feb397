package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /admin/groups}: the pools that user keys are bound to (contract.md 4.1). */
final class SimGroups {
  private static final Set<String> PLATFORMS =
      Set.of("anthropic", "openai", "gemini", "antigravity");
  private static final Set<String> LATE_PLATFORMS =
      Set.of("anthropic", "openai", "gemini", "antigravity", "grok", "composite");
  private static final Comparator<GroupRow> ORDER =
      Comparator.<GroupRow>comparingLong(row -> row.sortOrder).thenComparingLong(GroupRow::id);

  private final State state;
  private final Dialect dialect;
  private final GroupFieldWriter writer;

  SimGroups(State state, Dialect dialect) {
    this.state = state;
    this.dialect = dialect;
    this.writer = new GroupFieldWriter(dialect.habits());
  }

  void addTo(Routes routes) {
    routes.admin("GET /api/v1/admin/groups", this::list);
    routes.admin("GET /api/v1/admin/groups/all", this::all);
    routes.admin("GET /api/v1/admin/groups/:id", this::get);
    routes.admin("POST /api/v1/admin/groups", this::create);
    routes.admin("PUT /api/v1/admin/groups/sort-order", this::sort);
    routes.admin("PUT /api/v1/admin/groups/:id", this::update);
    routes.admin("DELETE /api/v1/admin/groups/:id", this::delete);
    routes.admin("GET /api/v1/admin/groups/:id/api-keys", this::keys);
  }

  private Reply list(Call call) {
    String search = Search.of(call.query("search"));
    Map<Long, Members> members = members();
    List<GroupRow> found = new ArrayList<>();
    for (GroupRow row : live()) {
      boolean fits =
          fits(call.query("platform"), row.platform())
              && fits(call.query("status"), row.get("status").asString())
              && fits(call.query("is_exclusive"), String.valueOf(row.exclusive()));
      if (fits
          && (Search.in(row.name, search)
              || Search.in(row.get("description").asString(), search))) {
        found.add(row);
      }
    }
    Comparator<GroupRow> order =
        switch (call.query("sort_by")) {
          case "id" -> Comparator.comparingLong(GroupRow::id);
          case "name" -> Comparator.<GroupRow, String>comparing(row -> row.name);
          default -> ORDER;
        };
    found.sort(Search.ascending(call, true) ? order : order.reversed());
    return Envelope.ok(Paging.of(call).cut(found, row -> counted(row, members)));
  }

  private Reply all(Call call) {
    boolean everything = dialect.habits().late() && call.query("include_inactive").equals("true");
    Map<Long, Members> members = members();
    ArrayNode data = Json.array();
    for (GroupRow row : live()) {
      if (fits(call.query("platform"), row.platform()) && (everything || row.active())) {
        data.add(counted(row, members));
      }
    }
    return Envelope.ok(data);
  }

  private Reply get(Call call) {
    GroupRow row = state.liveGroupOrRefuse(call.id());
    return Envelope.ok(counted(row, members()));
  }

  private Reply create(Call call) {
    Body body = call.json();
    String name = body.required("name");
    checkChoices(body);
    BigDecimal rate = body.number("rate_multiplier");
    if (rate == null || rate.signum() <= 0) {
      throw Refusal.internal();
    }
    checkFallbacks(body);
    checkLength(name);
    List<GroupRow> sources = sources(body);
    long id = state.groups.nextId();
    refuseTakenName(name, null);
    GroupRow row = new GroupRow(id, name, state.now());
    writer.create(row, body);
    state.groups.add(row);
    copyMembers(sources, row);
    ObjectNode view = row.adminView(dialect.habits());
    if (!body.given("model_routing")) {
      view.putNull("model_routing");
    }
    return Envelope.ok(rounded(row, view));
  }

  private Reply update(Call call) {
    long id = call.id();
    Body body = call.json();
    checkChoices(body);
    body.oneOf("status", "", Set.of("active", "inactive"));
    GroupRow row = state.liveGroupOrRefuse(id);
    BigDecimal rate = body.number("rate_multiplier");
    if (rate != null && rate.signum() <= 0) {
      throw Refusal.internal();
    }
    checkFallbacks(body);
    String name = body.textOr("name", row.name);
    checkLength(name);
    refuseTakenName(name, row);
    List<GroupRow> sources = sources(body);
    row.name = name;
    writer.update(row, body);
    row.updated = state.now();
    if (!sources.isEmpty()) {
      state.accounts.all().forEach(account -> SimAccounts.unbind(account, row.id));
      copyMembers(sources, row);
    }
    return Envelope.ok(rounded(row, counted(row, members())));
  }

  /** {@code {"updates":[{id, sort_order}]}}: the only way to an order. */
  private Reply sort(Call call) {
    for (Body update : call.json().objects("updates")) {
      GroupRow row = state.liveGroup(update.integerOr("id", 0));
      if (row != null) {
        row.sortOrder = update.integerOr("sort_order", 0);
      }
    }
    return Envelope.message("groups sorted");
  }

  private Reply delete(Call call) {
    GroupRow row = state.liveGroupOrRefuse(call.id());
    row.deleted = true;
    for (SubscriptionRow subscription : state.subscriptions.all()) {
      if (row.bySubscription() && subscription.groupId == row.id && subscription.live()) {
        subscription.revoked = state.now();
      }
    }
    for (AccountRow account : state.accounts.all()) {
      SimAccounts.unbind(account, row.id);
    }
    for (UserRow user : state.users.all()) {
      user.allowedGroups = user.allowedGroups.stream().filter(id -> id != row.id).toList();
    }
    for (KeyRow key : state.keys.all()) {
      if (key.groupId != null && key.groupId == row.id) {
        dialect.deadGroups().groupDeleted(key, state);
      }
    }
    return Envelope.message("group deleted");
  }

  private Reply keys(Call call) {
    GroupRow row = state.liveGroupOrRefuse(call.id());
    List<KeyRow> keys =
        state.keys.all().stream()
            .filter(key -> key.groupId != null && key.groupId == row.id)
            .toList();
    return Envelope.ok(Paging.of(call).cut(keys, key -> key.view(dialect.habits(), row)));
  }

  private List<GroupRow> live() {
    return state.groups.all().stream().filter(row -> !row.deleted).sorted(ORDER).toList();
  }

  private static boolean fits(String wanted, String found) {
    return wanted.isEmpty() || wanted.equals(found);
  }

  private void checkChoices(Body body) {
    body.oneOf("platform", "", dialect.habits().late() ? LATE_PLATFORMS : PLATFORMS);
    body.oneOf("subscription_type", "", Set.of("standard", "subscription"));
  }

  private void checkFallbacks(Body body) {
    for (String field : List.of("fallback_group_id", "fallback_group_id_on_invalid_request")) {
      long id = body.integerOr(field, 0);
      if (id > 0 && state.liveGroup(id) == null) {
        throw Refusal.internal();
      }
    }
  }

  private static void checkLength(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > 100) {
      throw Refusal.internal();
    }
  }

  private void refuseTakenName(String name, @Nullable GroupRow self) {
    for (GroupRow other : state.groups.all()) {
      if (other != self && !other.deleted && other.name.equals(name)) {
        throw Reason.GROUP_EXISTS.refuse();
      }
    }
  }

  private List<GroupRow> sources(Body body) {
    List<GroupRow> sources = new ArrayList<>();
    for (long id : body.idsOrNone("copy_accounts_from_group_ids")) {
      GroupRow source = state.liveGroup(id);
      if (source == null) {
        throw Refusal.internal();
      }
      sources.add(source);
    }
    return sources;
  }

  private void copyMembers(List<GroupRow> sources, GroupRow target) {
    for (AccountRow account : state.accounts.all()) {
      if (sources.stream().anyMatch(source -> account.isIn(source.id))) {
        SimAccounts.bindAlso(account, target.id, state.now());
      }
    }
  }

  /** The answer echoes the rate as it was sent; the column keeps four decimals. */
  private static ObjectNode rounded(GroupRow row, ObjectNode view) {
    row.set("rate_multiplier", Json.number(row.rate().setScale(4, RoundingMode.HALF_UP)));
    return view;
  }

  /** How many accounts a group has, can use, and has under a rate limit. */
  private static final class Members {
    int all;
    int active;
    int limited;
  }

  private Map<Long, Members> members() {
    Map<Long, Members> counts = new HashMap<>();
    for (AccountRow account : state.accounts.all()) {
      for (AccountRow.Binding binding : account.bindings) {
        Members members = counts.computeIfAbsent(binding.groupId(), unused -> new Members());
        members.all++;
        members.active += account.status.equals("active") && account.schedulable ? 1 : 0;
        members.limited += account.rateLimited(state.now()) ? 1 : 0;
      }
    }
    return counts;
  }

  private ObjectNode counted(GroupRow row, Map<Long, Members> counts) {
    ObjectNode view = row.adminView(dialect.habits());
    Members members = counts.get(row.id);
    if (members != null) {
      put(view, "account_count", members.all);
      put(view, "active_account_count", members.active);
      put(view, "rate_limited_account_count", members.limited);
    }
    return view;
  }

  private static void put(ObjectNode view, String name, int count) {
    if (count > 0) {
      view.put(name, count);
    }
  }
}
