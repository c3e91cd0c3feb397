package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    return Envelope.ok(Paging.of(call).cut(found, this::counted));
  }

  private Reply all(Call call) {
    boolean everything = dialect.habits().late() && call.query("include_inactive").equals("true");
    ArrayNode data = Json.array();
    for (GroupRow row : live()) {
      if (fits(call.query("platform"), row.platform()) && (everything || row.active())) {
        data.add(counted(row));
      }
    }
    return Envelope.ok(data);
  }

  private Reply get(Call call) {
    GroupRow row = state.liveGroupOrRefuse(call.id());
    return Envelope.ok(counted(row));
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
      state.members.empty(row.id);
      copyMembers(sources, row);
    }
    return Envelope.ok(rounded(row, counted(row)));
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
    state.members.empty(row.id);
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
    for (GroupRow source : sources) {
      for (AccountRow account : List.copyOf(state.members.of(source.id))) {
        state.members.bindAlso(account, target.id, state.now());
      }
    }
  }

  /** The answer echoes the rate as it was sent; the column keeps four decimals. */
  private static ObjectNode rounded(GroupRow row, ObjectNode view) {
    row.set("rate_multiplier", Json.number(row.rate().setScale(4, RoundingMode.HALF_UP)));
    return view;
  }

  /** With how many accounts it has, can use, and has under a rate limit. */
  private ObjectNode counted(GroupRow row) {
    int active = 0;
    int limited = 0;
    for (AccountRow account : state.members.of(row.id)) {
      active += account.status.equals("active") && account.schedulable ? 1 : 0;
      limited += account.rateLimited(state.now()) ? 1 : 0;
    }
    ObjectNode view = row.adminView(dialect.habits());
    put(view, "account_count", state.members.of(row.id).size());
    put(view, "active_account_count", active);
    put(view, "rate_limited_account_count", limited);
    return view;
  }

  private static void put(ObjectNode view, String name, int count) {
    if (count > 0) {
      view.put(name, count);
    }
  }
}
