package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** {@code /admin/payment/plans}: what users can buy (contract.md 4.3). */
final class SimPlans {
  private final State state;
  private final Dialect dialect;

  SimPlans(State state, Dialect dialect) {
    this.state = state;
    this.dialect = dialect;
  }

  void addTo(Routes routes) {
    routes.admin("GET /api/v1/admin/payment/plans", this::list);
    routes.admin("POST /api/v1/admin/payment/plans", this::create);
    routes.admin("PUT /api/v1/admin/payment/plans/:id", this::update);
    routes.admin("DELETE /api/v1/admin/payment/plans/:id", this::delete);
  }

  private Reply list(Call call) {
    ArrayNode data = Json.array();
    List<PlanRow> rows =
        state.plans.all().stream()
            .sorted(
                Comparator.<PlanRow>comparingLong(row -> row.sortOrder)
                    .thenComparingLong(PlanRow::id))
            .toList();
    for (PlanRow row : rows) {
      data.add(
          dialect.habits().late() ? row.fullView(state.liveGroup(row.groupId)) : row.sparseView());
    }
    return Envelope.ok(data);
  }

  private Reply create(Call call) {
    Body body = call.json();
    requireText(body.text("name"), Reason.PLAN_NAME_REQUIRED);
    requirePositive(body.number("group_id"), Reason.PLAN_GROUP_REQUIRED);
    requirePositive(body.number("price"), Reason.PLAN_PRICE_INVALID);
    requirePositive(body.number("validity_days"), Reason.PLAN_VALIDITY_REQUIRED);
    requireText(body.text("validity_unit"), Reason.PLAN_VALIDITY_UNIT_REQUIRED);
    check(body);
    PlanRow row = new PlanRow(state.plans.nextId(), state.now());
    takeOver(row, body);
    state.plans.add(row);
    return Envelope.created(row.sparseView());
  }

  private Reply update(Call call) {
    Body body = call.json();
    long id = call.id();
    check(body);
    PlanRow row = findOrFail(id);
    takeOver(row, body);
    row.updated = state.now();
    return Envelope.ok(row.sparseView());
  }

  private Reply delete(Call call) {
    state.plans.remove(findOrFail(call.id()).id);
    return Envelope.message("deleted");
  }

  /** The host has no refusal for an unknown plan: its store fails. */
  private PlanRow findOrFail(long id) {
    PlanRow row = state.plans.find(id);
    if (row == null) {
      throw Refusal.internal();
    }
    return row;
  }

  private void check(Body body) {
    if (body.given("name")) {
      requireText(body.text("name"), Reason.PLAN_NAME_REQUIRED);
    }
    if (body.given("group_id")) {
      requirePositive(body.number("group_id"), Reason.PLAN_GROUP_REQUIRED);
    }
    if (body.given("price")) {
      requirePositive(body.number("price"), Reason.PLAN_PRICE_INVALID);
    }
    if (body.given("validity_days")) {
      requirePositive(body.number("validity_days"), Reason.PLAN_VALIDITY_REQUIRED);
    }
    if (body.given("validity_unit")) {
      requireText(body.text("validity_unit"), Reason.PLAN_VALIDITY_UNIT_REQUIRED);
    }
    BigDecimal original = body.number("original_price");
    if (original != null && original.signum() < 0) {
      throw Reason.PLAN_ORIGINAL_PRICE_INVALID.refuse();
    }
    String currency = body.textOr("currency", "");
    if (dialect.habits().late() && !currency.isEmpty() && !currency.matches("[A-Za-z]{3}")) {
      throw Reason.PLAN_CURRENCY_INVALID.refuse();
    }
    if (body.textOr("validity_unit", "").length() > 10) {
      throw Refusal.internal();
    }
  }

  private void takeOver(PlanRow row, Body body) {
    row.groupId = body.integerOr("group_id", row.groupId);
    row.name = orOld(body.text("name"), row.name);
    row.description = orOld(body.text("description"), row.description);
    row.features = orOld(body.text("features"), row.features);
    row.productName = orOld(body.text("product_name"), row.productName);
    row.validityUnit = orOld(body.text("validity_unit"), row.validityUnit);
    row.validityDays = body.integerOr("validity_days", row.validityDays);
    row.forSale = body.flagOr("for_sale", row.forSale);
    row.sortOrder = body.integerOr("sort_order", row.sortOrder);
    BigDecimal price = body.number("price");
    row.price = price == null ? row.price : cents(price);
    BigDecimal original = body.number("original_price");
    row.originalPrice = original == null ? row.originalPrice : cents(original);
    if (dialect.habits().late()) {
      row.currency = body.textOr("currency", row.currency);
    }
  }

  private static BigDecimal cents(BigDecimal price) {
    return price.setScale(2, RoundingMode.HALF_UP);
  }

  private static String orOld(@Nullable String sent, String old) {
    return sent == null ? old : sent;
  }

  private static void requireText(@Nullable String text, Reason otherwise) {
    if (text == null || text.isBlank()) {
      throw otherwise.refuse();
    }
  }

  private static void requirePositive(@Nullable BigDecimal number, Reason otherwise) {
    if (number == null || number.signum() <= 0) {
      throw otherwise.refuse();
    }
  }
}
