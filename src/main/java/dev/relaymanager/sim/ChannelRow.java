package dev.relaymanager.sim;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A channel as stored. Guarded by the state; trees are replaced, never changed. */
final class ChannelRow implements Row {
  final long id;
  final Instant created;
  String name;
  String description = "";
  String status = "active";
  String billingModelSource = "channel_mapped";
  boolean restrictModels;
  String features = "";
  ObjectNode featuresConfig = Json.object();
  List<Long> groupIds = List.of();
  ArrayNode pricing = Json.array();
  ObjectNode mapping = Json.object();
  boolean pricesAccountStats;
  ArrayNode statsRules = Json.array();
  Instant updated;

  ChannelRow(long id, String name, Instant now) {
    this.id = id;
    this.name = name;
    this.created = now;
    this.updated = now;
  }

  @Override
  public long id() {
    return id;
  }

  ObjectNode view() {
    ObjectNode view =
        Json.object()
            .put("id", id)
            .put("name", name)
            .put("description", description)
            .put("status", status)
            .put("billing_model_source", billingModelSource)
            .put("restrict_models", restrictModels)
            .put("features", features);
    view.set("features_config", featuresConfig);
    view.set("group_ids", Json.longs(groupIds));
    view.set("model_pricing", pricing);
    view.set("model_mapping", mapping);
    view.put("apply_pricing_to_account_stats", pricesAccountStats);
    view.set("account_stats_pricing_rules", statsRules);
    return view.put("created_at", seconds(created)).put("updated_at", seconds(updated));
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
