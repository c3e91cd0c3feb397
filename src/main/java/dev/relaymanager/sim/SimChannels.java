package dev.relaymanager.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /admin/channels}: prices and mappings for sets of groups (contract.md 4.2). */
final class SimChannels {
  private static final Set<String> SOURCES = Set.of("requested", "upstream", "channel_mapped");

  private final State state;
  private final ChannelPricing pricing;

  SimChannels(State state, Dialect dialect) {
    this.state = state;
    this.pricing = new ChannelPricing(dialect.habits());
  }

  void addTo(Routes routes) {
    routes.admin("GET /api/v1/admin/channels", this::list);
    routes.admin("GET /api/v1/admin/channels/:id", call -> Envelope.ok(find(call).view()));
    routes.admin("POST /api/v1/admin/channels", this::create);
    routes.admin("PUT /api/v1/admin/channels/:id", this::update);
    routes.admin("DELETE /api/v1/admin/channels/:id", this::delete);
  }

  private Reply list(Call call) {
    String status = call.query("status");
    String search = Search.of(call.query("search"));
    List<ChannelRow> found = new ArrayList<>();
    for (ChannelRow row : state.channels.all()) {
      if ((status.isEmpty() || row.status.equals(status))
          && (Search.in(row.name, search) || Search.in(row.description, search))) {
        found.add(row);
      }
    }
    Comparator<ChannelRow> order =
        switch (call.query("sort_by")) {
          case "id" -> Comparator.comparingLong(ChannelRow::id);
          case "name" -> Comparator.comparing(row -> row.name);
          case "status" -> Comparator.comparing(row -> row.status);
          default -> Comparator.comparing(row -> row.created);
        };
    order = order.thenComparingLong(ChannelRow::id);
    found.sort(Search.ascending(call, false) ? order : order.reversed());
    return Envelope.ok(Paging.of(call).cut(found, ChannelRow::view));
  }

  private Reply create(Call call) {
    Body body = call.json(Reason.VALIDATION_ERROR);
    String name = body.required("name");
    checkName(body, name);
    refuseTakenName(name, null);
    List<Long> groupIds = body.idsOrNone("group_ids");
    refuseTakenGroups(groupIds, null);
    check(body);
    long id = state.channels.nextId();
    requireGroupRows(groupIds);
    ChannelRow row = new ChannelRow(id, name, state.now());
    row.groupIds = List.copyOf(groupIds);
    row.pricing = pricing.store(body.objects("model_pricing"));
    takeOver(row, body);
    state.channels.add(row);
    return Envelope.ok(row.view());
  }

  private Reply update(Call call) {
    ChannelRow row = find(call);
    Body body = call.json(Reason.VALIDATION_ERROR);
    String name = body.textOr("name", row.name);
    checkName(body, name);
    String status = body.oneOf("status", row.status, Set.of("active", "disabled"));
    refuseTakenName(name, row);
    List<Long> groupIds = body.ids("group_ids");
    if (groupIds != null) {
      refuseTakenGroups(groupIds, row);
    }
    check(body);
    if (groupIds != null) {
      requireGroupRows(groupIds);
      row.groupIds = List.copyOf(groupIds);
    }
    row.name = name;
    row.status = status;
    row.pricing =
        body.given("model_pricing")
            ? pricing.store(body.objects("model_pricing"))
            : pricing.renumber(row.pricing);
    takeOver(row, body);
    row.updated = state.now();
    return Envelope.ok(row.view());
  }

  private Reply delete(Call call) {
    state.channels.remove(find(call).id);
    return Envelope.message("channel deleted");
  }

  private ChannelRow find(Call call) {
    return state.channels.get(
        call.id(Reason.INVALID_CHANNEL_ID.refuse()), Reason.CHANNEL_NOT_FOUND);
  }

  /** The channel over a group, if it is switched on. */
  static @Nullable ChannelRow over(State state, long groupId) {
    for (ChannelRow row : state.channels.all()) {
      if (row.status.equals("active") && row.groupIds.contains(groupId)) {
        return row;
      }
    }
    return null;
  }

  private void check(Body body) {
    body.oneOf("billing_model_source", "", SOURCES);
    pricing.check(body.objects("model_pricing"));
    ObjectNode mapping = body.object("model_mapping");
    if (mapping == null) {
      return;
    }
    for (Map.Entry<String, JsonNode> platform : mapping.properties()) {
      if (!(platform.getValue() instanceof ObjectNode names)) {
        throw body.refuse("model_mapping is an object of objects");
      }
      if (ModelPattern.anyConflict(names.propertyNames())) {
        throw Reason.MAPPING_PATTERN_CONFLICT.refuse();
      }
    }
  }

  private static void takeOver(ChannelRow row, Body body) {
    row.billingModelSource = body.textOr("billing_model_source", row.billingModelSource);
    row.restrictModels = body.flagOr("restrict_models", row.restrictModels);
    row.pricesAccountStats = body.flagOr("apply_pricing_to_account_stats", row.pricesAccountStats);
    String description = body.text("description");
    row.description = description == null ? row.description : description;
    String features = body.text("features");
    row.features = features == null ? row.features : features;
    ObjectNode config = body.object("features_config");
    row.featuresConfig = config == null ? row.featuresConfig : config;
    ObjectNode mapping = body.object("model_mapping");
    row.mapping = mapping == null ? row.mapping : mapping;
    if (body.given("account_stats_pricing_rules")) {
      row.statsRules = Json.array();
      body.objects("account_stats_pricing_rules").forEach(rule -> row.statsRules.add(rule.node()));
    }
  }

  private static void checkName(Body body, String name) {
    if (name.codePointCount(0, name.length()) > 100) {
      throw body.refuse("name is longer than 100 characters");
    }
  }

  private void refuseTakenName(String name, @Nullable ChannelRow self) {
    for (ChannelRow other : state.channels.all()) {
      if (other != self && other.name.equals(name)) {
        throw Reason.CHANNEL_EXISTS.refuse();
      }
    }
  }

  private void refuseTakenGroups(List<Long> groupIds, @Nullable ChannelRow self) {
    for (ChannelRow other : state.channels.all()) {
      if (other != self && other.groupIds.stream().anyMatch(groupIds::contains)) {
        throw Reason.GROUP_ALREADY_IN_CHANNEL.refuse();
      }
    }
  }

  /** A group that was deleted softly still has its row, so its id passes. */
  private void requireGroupRows(List<Long> groupIds) {
    Set<Long> distinct = new HashSet<>(groupIds);
    if (distinct.size() < groupIds.size()
        || distinct.stream().anyMatch(id -> state.groups.find(id) == null)) {
      throw Refusal.internal();
    }
  }
}
