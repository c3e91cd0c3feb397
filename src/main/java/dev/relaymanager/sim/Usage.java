package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Books what a call cost (contract.md 6.4). Called under the state's write lock. */
final class Usage {
  private Usage() {}

  /**
   * Books one call.
   *
   * @param accountId the account that served
   * @param model as the user named it
   * @param usage the upstream's count of tokens
   * @param price the channel's entry for the model; without one a call is free here, where the real
   *     host has a list of its own
   */
  static void book(
      State state,
      Habits habits,
      KeyRow key,
      GroupRow group,
      long accountId,
      String model,
      JsonNode usage,
      @Nullable JsonNode price) {
    BigDecimal cost = habits.bookedCost(cost(usage, price).multiply(group.rate()));
    Instant now = state.now();
    SubscriptionRow subscription =
        group.bySubscription() ? state.liveSubscription(key.userId, group.id) : null;
    state.usage.add(
        new UsageRow(
            state.usage.nextId(),
            key.userId,
            key.id,
            accountId,
            group.id,
            subscription == null ? null : subscription.id,
            model,
            usage.path("prompt_tokens").asLong(0),
            usage.path("completion_tokens").asLong(0),
            cost,
            now));
    if (key.quota.signum() > 0) {
      key.quotaUsed = key.quotaUsed.add(cost);
    }
    UserRow user = state.users.find(key.userId);
    if (!group.bySubscription()) {
      if (user != null) {
        user.balance = user.balance.subtract(cost);
      }
      return;
    }
    SubscriptionRow row = state.liveSubscription(key.userId, group.id);
    if (row == null) {
      return;
    }
    roll(row, now);
    Instant startOfDay = now.truncatedTo(ChronoUnit.DAYS);
    row.dailyStart = row.dailyStart == null ? startOfDay : row.dailyStart;
    Instant longStart = habits.longWindowStart(startOfDay, now);
    row.weeklyStart = row.weeklyStart == null ? longStart : row.weeklyStart;
    row.monthlyStart = row.monthlyStart == null ? longStart : row.monthlyStart;
    row.dailyUsage = row.dailyUsage.add(cost);
    row.weeklyUsage = row.weeklyUsage.add(cost);
    row.monthlyUsage = row.monthlyUsage.add(cost);
    row.updated = now;
  }

  /** Empties the windows that are over. */
  static void roll(SubscriptionRow row, Instant now) {
    if (over(row.dailyStart, 1, now)) {
      row.dailyStart = null;
      row.dailyUsage = BigDecimal.ZERO;
    }
    if (over(row.weeklyStart, 7, now)) {
      row.weeklyStart = null;
      row.weeklyUsage = BigDecimal.ZERO;
    }
    if (over(row.monthlyStart, 30, now)) {
      row.monthlyStart = null;
      row.monthlyUsage = BigDecimal.ZERO;
    }
  }

  private static boolean over(@Nullable Instant start, int days, Instant now) {
    return start != null && !start.plus(Duration.ofDays(days)).isAfter(now);
  }

  private static BigDecimal cost(JsonNode usage, @Nullable JsonNode price) {
    if (price == null) {
      return BigDecimal.ZERO;
    }
    if (!price.path("billing_mode").asString("token").equals("token")) {
      return decimal(price.path("per_request_price"));
    }
    BigDecimal input =
        decimal(usage.path("prompt_tokens")).multiply(decimal(price.path("input_price")));
    BigDecimal output =
        decimal(usage.path("completion_tokens")).multiply(decimal(price.path("output_price")));
    return input.add(output);
  }

  private static BigDecimal decimal(JsonNode node) {
    return node.isNumber() ? node.decimalValue() : BigDecimal.ZERO;
  }
}
