package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A plan for sale as stored. Guarded by the state. */
final class PlanRow implements Row {
  final long id;
  final Instant created;
  long groupId;
  String name = "";
  String description = "";
  BigDecimal price = BigDecimal.ZERO;
  @Nullable BigDecimal originalPrice;
  String currency = "";
  long validityDays;
  String validityUnit = "";
  String features = "";
  String productName = "";
  boolean forSale;
  long sortOrder;
  Instant updated;

  PlanRow(long id, Instant now) {
    this.id = id;
    this.created = now;
    this.updated = now;
  }

  @Override
  public long id() {
    return id;
  }

  /** Empty text, zero and false are left out of these answers (contract.md 4.3). */
  ObjectNode sparseView() {
    return view(null, true);
  }

  /** The list of 0.1.172: every field, and those of the group while it lives. */
  ObjectNode fullView(@Nullable GroupRow group) {
    return view(group, false);
  }

  private ObjectNode view(@Nullable GroupRow group, boolean sparse) {
    ObjectNode view = Json.object().put("id", id).put("group_id", groupId);
    if (group != null) {
      view.put("group_platform", group.platform()).put("group_name", group.name);
      view.set("rate_multiplier", group.get("rate_multiplier"));
    }
    view.put("name", name);
    text(view, "description", description, sparse);
    view.set("price", Json.number(price));
    if (originalPrice != null) {
      view.set("original_price", Json.number(originalPrice));
    }
    text(view, "currency", currency, true);
    view.put("validity_days", validityDays).put("validity_unit", validityUnit);
    text(view, "features", features, sparse);
    text(view, "product_name", productName, sparse);
    if (forSale || !sparse) {
      view.put("for_sale", forSale);
    }
    if (sortOrder != 0 || !sparse) {
      view.put("sort_order", sortOrder);
    }
    return view.put("created_at", created.toString()).put("updated_at", updated.toString());
  }

  private static void text(ObjectNode view, String name, String value, boolean sparse) {
    if (!value.isEmpty() || !sparse) {
      view.put(name, value);
    }
  }
}
