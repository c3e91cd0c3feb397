package dev.relaymanager.host.sub2api;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Channels on the wire (contract.md 4.2). Prices and mappings count for a group only under its
 * platform; those that people made for another one are read as {@code platform/model}, so that they
 * show.
 */
final class WireChannel {
  private static final String PLATFORM = "openai";

  private WireChannel() {}

  static LiveResource.Channel read(Wire wire) {
    ResourceSpec.Channel spec =
        new ResourceSpec.Channel(
            wire.text("name"),
            WireGroup.description(wire),
            groups(wire),
            prices(wire),
            mapping(wire),
            wire.flag("restrict_models"));
    return new LiveResource.Channel(wire.id("id"), spec, wire.text("status").equals("active"));
  }

  private static List<Reference> groups(Wire wire) {
    return wire.field("group_ids").items().stream()
        .<Reference>map(id -> new Reference.Id(id.integer()))
        .toList();
  }

  private static List<ModelPrice> prices(Wire wire) {
    List<ModelPrice> prices = new ArrayList<>();
    for (Wire entry : wire.field("model_pricing").items()) {
      String platform = entry.text("platform");
      for (Wire model : entry.field("models").items()) {
        prices.add(
            new ModelPrice(
                named(platform, model.text()),
                price(entry, "input_price"),
                price(entry, "output_price"),
                price(entry, "cache_read_price")));
      }
    }
    return prices;
  }

  private static @Nullable BigDecimal price(Wire entry, String name) {
    return entry.optional(name).map(Wire::decimal).orElse(null);
  }

  private static Map<String, String> mapping(Wire wire) {
    Map<String, String> mapping = new LinkedHashMap<>();
    wire.field("model_mapping")
        .entries()
        .forEach(
            (platform, models) ->
                models
                    .texts()
                    .forEach((model, target) -> mapping.put(named(platform, model), target)));
    return mapping;
  }

  private static String named(String platform, String model) {
    return platform.equals(PLATFORM) ? model : platform + "/" + model;
  }

  static JsonNode create(ResourceSpec.Channel spec) {
    ObjectNode body =
        Json.object()
            .put("name", spec.name())
            .put("restrict_models", spec.restrictModels())
            // Our prices name models as users do.
            .put("billing_model_source", "requested");
    if (spec.description() != null) {
      body.put("description", spec.description());
    }
    putGroups(body, spec);
    putPrices(body, spec);
    putMapping(body, spec);
    return body;
  }

  /** Only what differs goes along: a list that is sent replaces what people added to it. */
  static JsonNode update(ResourceSpec.Channel current, ResourceSpec.Channel spec) {
    ObjectNode body =
        Json.object().put("name", spec.name()).put("restrict_models", spec.restrictModels());
    WireGroup.putDescription(body, current.description(), spec.description());
    if (!Objects.equals(spec.fields().get("groups"), current.fields().get("groups"))) {
      putGroups(body, spec);
    }
    if (!Objects.equals(spec.fields().get("prices"), current.fields().get("prices"))) {
      putPrices(body, spec);
    }
    if (!spec.modelMapping().equals(current.modelMapping())) {
      putMapping(body, spec);
    }
    return body;
  }

  private static void putGroups(ObjectNode body, ResourceSpec.Channel spec) {
    ArrayNode ids = body.putArray("group_ids");
    spec.groups().forEach(group -> ids.add(SpecCheck.id(group)));
  }

  private static void putPrices(ObjectNode body, ResourceSpec.Channel spec) {
    ArrayNode entries = body.putArray("model_pricing");
    for (ModelPrice price : spec.prices()) {
      ObjectNode entry = entries.addObject().put("platform", PLATFORM).put("billing_mode", "token");
      entry.putArray("models").add(price.model());
      putPrice(entry, "input_price", price.input());
      putPrice(entry, "output_price", price.output());
      putPrice(entry, "cache_read_price", price.cacheRead());
    }
  }

  private static void putPrice(ObjectNode entry, String name, @Nullable BigDecimal price) {
    if (price != null) {
      entry.put(name, price);
    }
  }

  private static void putMapping(ObjectNode body, ResourceSpec.Channel spec) {
    ObjectNode mapping = body.putObject("model_mapping");
    if (!spec.modelMapping().isEmpty()) {
      ObjectNode models = mapping.putObject(PLATFORM);
      spec.modelMapping().forEach(models::put);
    }
  }
}
