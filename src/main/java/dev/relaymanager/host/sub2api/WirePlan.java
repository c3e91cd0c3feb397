package dev.relaymanager.host.sub2api;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Payment plans on the wire (contract.md 4.3); the host leaves out what is empty or false. */
final class WirePlan {
  private static final int WEEK = 7;
  private static final int MONTH = 30;

  private WirePlan() {}

  static LiveResource.Plan read(Wire wire) {
    ResourceSpec.Plan spec =
        new ResourceSpec.Plan(
            wire.text("name"),
            WireGroup.description(wire),
            new Reference.Id(wire.id("group_id")),
            wire.decimal("price"),
            days(wire),
            wire.optional("for_sale").map(Wire::flag).orElse(false));
    return new LiveResource.Plan(wire.id("id"), spec, wire.instant("created_at"));
  }

  /** Any other unit counts as days, as the host itself reads it. */
  private static int days(Wire wire) {
    int each =
        switch (wire.text("validity_unit")) {
          case "week", "weeks" -> WEEK;
          case "month", "months" -> MONTH;
          default -> 1;
        };
    Wire count = wire.field("validity_days");
    try {
      return Math.multiplyExact(count.count(), each);
    } catch (ArithmeticException tooMany) {
      throw count.drift("a number of days", "a number beyond all measure");
    }
  }

  static JsonNode create(ResourceSpec.Plan spec) {
    ObjectNode body = common(spec);
    if (spec.description() != null) {
      body.put("description", spec.description());
    }
    return body;
  }

  static JsonNode update(ResourceSpec.Plan current, ResourceSpec.Plan spec) {
    ObjectNode body = common(spec);
    WireGroup.putDescription(body, current.description(), spec.description());
    return body;
  }

  private static ObjectNode common(ResourceSpec.Plan spec) {
    return Json.object()
        .put("name", spec.name())
        .put("group_id", SpecCheck.id(spec.group()))
        .put("price", spec.price())
        .put("validity_days", spec.days())
        .put("validity_unit", "day")
        .put("for_sale", spec.forSale());
  }
}
