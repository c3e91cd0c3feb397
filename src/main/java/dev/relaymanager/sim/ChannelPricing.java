package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks and stores a channel's {@code model_pricing} (contract.md 4.2). */
final class ChannelPricing {
  private final Habits habits;
  private final AtomicLong entryIds = new AtomicLong();

  ChannelPricing(Habits habits) {
    this.habits = habits;
  }

  /** Refuses what the host would; says nothing about what it would take. */
  void check(List<Body> entries) {
    Map<String, List<String>> patterns = new LinkedHashMap<>();
    for (Body entry : entries) {
      List<String> ofPlatform =
          patterns.computeIfAbsent(
              entry.textOr("platform", "anthropic"), unused -> new ArrayList<>());
      ofPlatform.addAll(models(entry));
      checkPrices(entry);
    }
    for (List<String> ofPlatform : patterns.values()) {
      if (ModelPattern.anyConflict(ofPlatform)) {
        throw Reason.MODEL_PATTERN_CONFLICT.refuse();
      }
    }
  }

  /** The entries as stored, each under a new id. */
  ArrayNode store(List<Body> entries) {
    ArrayNode stored = Json.array();
    for (Body entry : entries) {
      ObjectNode view =
          Json.object()
              .put("id", entryIds.incrementAndGet())
              .put("platform", entry.textOr("platform", "anthropic"));
      ArrayNode models = view.putArray("models");
      models(entry).forEach(models::add);
      view.put("billing_mode", entry.textOr("billing_mode", "token"));
      priceFields().forEach(field -> view.set(field, price(entry, field)));
      ArrayNode intervals = view.putArray("intervals");
      entry.objects("intervals").forEach(interval -> intervals.add(interval.node()));
      stored.add(view);
    }
    return stored;
  }

  /** The same entries again under new ids, which is what every PUT does. */
  ArrayNode renumber(ArrayNode entries) {
    ArrayNode renumbered = Json.array();
    for (JsonNode entry : entries) {
      renumbered.add(((ObjectNode) entry.deepCopy()).put("id", entryIds.incrementAndGet()));
    }
    return renumbered;
  }

  private List<String> priceFields() {
    List<String> fields =
        new ArrayList<>(
            List.of("input_price", "output_price", "cache_write_price", "cache_read_price"));
    if (habits.late()) {
      fields.add("image_input_price");
    }
    fields.addAll(List.of("image_output_price", "per_request_price"));
    return fields;
  }

  private static List<String> models(Body entry) {
    List<String> models = new ArrayList<>();
    ArrayNode sent = entry.array("models");
    if (sent != null) {
      for (JsonNode model : sent) {
        if (!model.isString()) {
          throw entry.refuse("models holds something that is no name");
        }
        models.add(model.stringValue());
      }
    }
    return models;
  }

  private static JsonNode price(Body entry, String field) {
    BigDecimal price = entry.number(field);
    return price == null
        ? Json.NODES.nullNode()
        : Json.number(price.setScale(12, RoundingMode.HALF_UP));
  }

  private void checkPrices(Body entry) {
    String mode = entry.oneOf("billing_mode", "token", Set.of("token", "per_request", "image"));
    for (String field : priceFields()) {
      BigDecimal price = entry.number(field);
      if (price != null && price.signum() < 0) {
        throw Reason.NEGATIVE_PRICE.refuse();
      }
    }
    List<Body> intervals = entry.objects("intervals");
    if (!mode.equals("token") && entry.number("per_request_price") == null && intervals.isEmpty()) {
      throw Reason.BILLING_MODE_MISSING_PRICE.refuse();
    }
    checkIntervals(intervals);
  }

  private void checkIntervals(List<Body> intervals) {
    long end = 0;
    boolean open = false;
    for (Body interval : intervals) {
      long min = interval.integerOr("min_tokens", 0);
      Long max = interval.integer("max_tokens");
      if (open || min < end || (max != null && max <= min)) {
        throw Reason.INVALID_PRICING_INTERVALS.refuse();
      }
      open = max == null;
      end = max == null ? min : max;
      if (priceFields().stream().noneMatch(interval::given)) {
        throw Reason.INTERVAL_MISSING_PRICE.refuse();
      }
    }
  }

  /** The price entry of a model on a platform, or null. */
  static @Nullable JsonNode entryFor(ChannelRow channel, String platform, String model) {
    JsonNode found = null;
    int length = -1;
    for (JsonNode entry : channel.pricing) {
      if (!entry.path("platform").asString("").equals(platform)) {
        continue;
      }
      for (JsonNode pattern : entry.path("models")) {
        String name = pattern.asString("");
        if (name.equalsIgnoreCase(model)) {
          return entry;
        }
        int matched = ModelPattern.wildcardLength(name, model);
        if (matched > length) {
          found = entry;
          length = matched;
        }
      }
    }
    return found;
  }
}
