package dev.relaymanager.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /admin/accounts}: the upstream accounts (contract.md 4.4). */
final class SimAccounts {
  private static final Set<String> CREATE_FIELDS =
      Set.of(
          "name",
          "notes",
          "platform",
          "type",
          "credentials",
          "extra",
          "proxy_id",
          "concurrency",
          "priority",
          "rate_multiplier",
          "load_factor",
          "group_ids",
          "expires_at",
          "auto_pause_on_expired",
          "confirm_mixed_channel_risk");

  private final State state;
  private final Dialect dialect;
  private final Idempotency idempotency;
  private final ResponsesProbe probe;
  private final AccountWriter writer;
  private volatile @Nullable Sorted lastSorted;

  SimAccounts(State state, Dialect dialect, Idempotency idempotency, ResponsesProbe probe) {
    this.state = state;
    this.dialect = dialect;
    this.idempotency = idempotency;
    this.probe = probe;
    this.writer = new AccountWriter(state, dialect);
  }

  void addTo(Routes routes) {
    routes.admin("GET /api/v1/admin/accounts", this::list);
    routes.admin("GET /api/v1/admin/accounts/:id", call -> stored(find(call)));
    routes.admin("GET /api/v1/admin/accounts/:id/models", this::models);
    routes.adminUnlocked("POST /api/v1/admin/accounts", this::create);
    routes.adminUnlocked("POST /api/v1/admin/accounts/batch", this::createBatch);
    routes.admin("POST /api/v1/admin/accounts/bulk-update", this::bulkUpdate);
    routes.admin("POST /api/v1/admin/accounts/batch-clear-error", this::clearErrors);
    routes.admin("PUT /api/v1/admin/accounts/:id", this::update);
    routes.admin("DELETE /api/v1/admin/accounts/:id", this::delete);
    routes.admin("POST /api/v1/admin/accounts/:id/schedulable", this::schedulable);
    for (String way : List.of("clear-error", "recover-state")) {
      routes.admin(
          "POST /api/v1/admin/accounts/:id/" + way, call -> touch(call, AccountRow::recover));
    }
    routes.admin(
        "POST /api/v1/admin/accounts/:id/clear-rate-limit",
        call -> touch(call, AccountRow::clearRateLimit));
    routes.admin(
        "DELETE /api/v1/admin/accounts/:id/temp-unschedulable",
        call -> touch(call, AccountRow::clearTemporarilyOut));
    routes.admin(
        "POST /api/v1/admin/accounts/:id/refresh",
        call -> {
          find(call);
          throw Reason.NOT_OAUTH.refuse();
        });
  }

  private Reply list(Call call) {
    String tag = "\"" + state.version() + "-" + Integer.toHexString(call.query().hashCode()) + "\"";
    if (call.header("If-None-Match").equals(tag)) {
      return Reply.text(304, "application/json; charset=utf-8", "").with("ETag", tag);
    }
    AccountViews views = new AccountViews(state, dialect);
    return Envelope.ok(Paging.of(call).cut(sorted(call), views::stored)).with("ETag", tag);
  }

  /** What a list was sorted from and to; the next page of it asks for the same. */
  private record Sorted(long version, AccountFilter filter, String order, List<AccountRow> rows) {}

  private List<AccountRow> sorted(Call call) {
    AccountFilter filter = AccountFilter.of(call);
    String order = call.query("sort_by") + " " + call.query("sort_order");
    Sorted last = lastSorted;
    boolean same =
        last != null
            && last.version() == state.version()
            && last.filter().equals(filter)
            && last.order().equals(order)
            && !filter.changesByItself();
    if (last != null && same) {
      return last.rows();
    }
    List<AccountRow> rows = filter.in(state);
    Comparator<AccountRow> by = AccountFilter.order(call.query("sort_by"));
    rows.sort(Search.ascending(call, true) ? by : by.reversed());
    lastSorted = new Sorted(state.version(), filter, order, rows);
    return rows;
  }

  /** Echoes the mapping; no upstream is asked (contract.md 5.6). */
  private Reply models(Call call) {
    AccountRow row = state.accounts.find(call.id());
    if (row == null) {
      throw new Refusal(Envelope.refused(404, "no such account", null, null));
    }
    ArrayNode data = Json.array();
    if (row.modelMapping().isEmpty() || row.extra.path("openai_passthrough").asBoolean(false)) {
      dialect.habits().builtInModels().forEach(model -> data.add(model.view()));
    } else {
      row.modelMapping().propertyNames().forEach(name -> data.add(BuiltInModel.mapped(name)));
    }
    return Envelope.ok(data);
  }

  private Reply create(Call call) {
    Body body = call.json();
    body.required("name");
    body.required("platform");
    body.required("type");
    body.oneOf("type", "", AccountWriter.TYPES);
    if (body.object("credentials") == null) {
      throw body.refuse("credentials is required");
    }
    return idempotency.run(
        call,
        known(body.node()),
        () ->
            state.write(
                () -> {
                  MixedChannels.check(state, body, body.textOr("platform", ""), 0);
                  AccountRow row = writer.create(body, false);
                  probe.soon(row);
                  return Envelope.ok(
                      new AccountViews(state, dialect).fresh(row, body.given("extra")));
                }));
  }

  /** Always 200; the items are not validated (contract.md 2.1). */
  private Reply createBatch(Call call) {
    Body body = call.json();
    List<Body> items = body.objects("accounts");
    if (items.isEmpty()) {
      throw body.refuse("accounts is required and not empty");
    }
    ArrayNode known = Json.array();
    items.forEach(item -> known.add(known(item.node())));
    return idempotency.run(call, known, () -> state.write(() -> createAll(items)));
  }

  private Reply createAll(List<Body> items) {
    ArrayNode results = Json.array();
    int failed = 0;
    for (Body item : items) {
      ObjectNode result = results.addObject();
      try {
        AccountRow row = writer.create(item, true);
        probe.soon(row);
        result.put("id", row.id).put("name", row.name).put("success", true);
      } catch (Refusal refusal) {
        failed++;
        result
            .put("error", "the store refused this account")
            .put("name", item.textOr("name", ""))
            .put("success", false);
      }
    }
    ObjectNode data = Json.object().put("failed", failed);
    data.set("results", results);
    return Envelope.ok(data.put("success", items.size() - failed));
  }

  private Reply update(Call call) {
    Body body = call.json();
    AccountRow row = find(call);
    MixedChannels.check(state, body, row.platform, row.id);
    if (writer.update(row, body)) {
      probe.soon(row);
    }
    return stored(row);
  }

  /** Reports success for ids that do not exist, too. */
  private Reply bulkUpdate(Call call) {
    Body body = call.json();
    body.oneOf("status", "", Set.of("active", "inactive", "error"));
    writer.checkNumbers(body);
    body.idsOrNone("group_ids").forEach(state::liveGroupOrRefuse);
    List<Long> ids = new ArrayList<>(body.idsOrNone("account_ids"));
    ObjectNode filters = body.object("filters");
    if (ids.isEmpty() && filters != null) {
      AccountFilter.of(new Body(filters, null)).in(state).forEach(row -> ids.add(row.id));
    } else if (ids.isEmpty()) {
      throw body.refuse("account_ids or filters is required");
    }
    ArrayNode results = Json.array();
    for (long id : ids) {
      AccountRow row = state.accounts.find(id);
      if (row != null) {
        writer.merge(row, body);
      }
      results.addObject().put("account_id", id).put("success", true);
    }
    ObjectNode data = Json.object().put("success", ids.size()).put("failed", 0);
    data.set("success_ids", Json.longs(ids));
    data.putArray("failed_ids");
    data.set("results", results);
    return Envelope.ok(data);
  }

  private Reply clearErrors(Call call) {
    List<Long> ids = call.json().idsOrNone("account_ids");
    int cleared = 0;
    for (long id : ids) {
      AccountRow row = state.accounts.find(id);
      if (row != null) {
        row.recover();
        cleared++;
      }
    }
    return Envelope.ok(
        Json.object()
            .put("total", ids.size())
            .put("success", cleared)
            .put("failed", ids.size() - cleared));
  }

  /** An account that does not exist is deleted with the same success. */
  private Reply delete(Call call) {
    AccountRow row = state.accounts.find(call.id());
    if (row != null) {
      state.members.unbind(row);
      state.accounts.remove(row.id);
    }
    return Envelope.message("account deleted");
  }

  private Reply schedulable(Call call) {
    boolean wanted = call.json().flagOr("schedulable", false);
    return touch(call, row -> row.schedulable = wanted);
  }

  private Reply touch(Call call, Consumer<AccountRow> change) {
    AccountRow row = find(call);
    change.accept(row);
    row.updated = state.now();
    return stored(row);
  }

  private AccountRow find(Call call) {
    return state.accounts.get(call.id(), Reason.ACCOUNT_NOT_FOUND);
  }

  private Reply stored(AccountRow row) {
    return Envelope.ok(new AccountViews(state, dialect).stored(row));
  }

  private static ObjectNode known(ObjectNode sent) {
    ObjectNode known = Json.object();
    for (Map.Entry<String, JsonNode> field : sent.properties()) {
      if (CREATE_FIELDS.contains(field.getKey())) {
        known.set(field.getKey(), field.getValue());
      }
    }
    return known;
  }
}
