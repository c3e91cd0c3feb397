package dev.relaymanager.sim;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Picks the account that serves a chat (contract.md 5.4). Thread-safe. */
final class AccountChoice {
  /**
   * The account picked and how to call it.
   *
   * @param price the channel's price for the model, or null
   */
  record Picked(
      long accountId,
      String baseUrl,
      String key,
      String upstreamModel,
      boolean chatOnly,
      @Nullable JsonNode price) {}

  /** What is left to say when nothing could be picked. */
  record Nothing(boolean poolHasAccounts, boolean modelIsMapped) {}

  private final State state;
  private final Dialect dialect;
  private final Map<Long, Long> lastPicked = new HashMap<>();
  private long picks;

  AccountChoice(State state, Dialect dialect) {
    this.state = state;
    this.dialect = dialect;
  }

  /** Lower priority first, then the one that rested longest; null if none is left. */
  synchronized @Nullable Picked pick(GroupRow group, String model, Set<Long> tried) {
    Instant now = state.now();
    ChannelRow channel = SimChannels.over(state, group.id);
    String forwarded = channel == null ? model : channelMapped(channel, group, model);
    AccountRow best = null;
    JsonNode price = null;
    for (AccountRow row : state.members.of(group.id)) {
      boolean eligible =
          row.platform.equals(group.platform())
              && !tried.contains(row.id)
              && row.canServe(now)
              && ModelMapping.map(row.modelMapping(), model) != null;
      if (!eligible || (best != null && ORDER.compare(rank(row), rank(best)) >= 0)) {
        continue;
      }
      JsonNode entry = channel == null ? null : price(channel, group, row, model, forwarded);
      if (channel != null && channel.restrictModels && entry == null) {
        continue;
      }
      best = row;
      price = entry;
    }
    if (best == null) {
      return null;
    }
    picks++;
    lastPicked.put(best.id, picks);
    return new Picked(
        best.id,
        best.baseUrl(),
        best.apiKey(),
        upstreamModel(best, forwarded),
        dialect.responsesMode().chatOnly(best.extra),
        price);
  }

  Nothing whyNothing(GroupRow group, String model) {
    boolean pool = false;
    boolean mapped = false;
    for (AccountRow row : state.members.of(group.id)) {
      if (row.platform.equals(group.platform()) && row.canServe(state.now())) {
        pool = true;
        mapped |= ModelMapping.map(row.modelMapping(), model) != null;
      }
    }
    return new Nothing(pool, mapped);
  }

  private record Rank(long priority, long lastPicked, long id) {}

  private static final Comparator<Rank> ORDER =
      Comparator.comparingLong(Rank::priority)
          .thenComparingLong(Rank::lastPicked)
          .thenComparingLong(Rank::id);

  private Rank rank(AccountRow row) {
    return new Rank(row.priority, lastPicked.getOrDefault(row.id, 0L), row.id);
  }

  private static String channelMapped(ChannelRow channel, GroupRow group, String model) {
    if (channel.mapping.path(group.platform()) instanceof ObjectNode names) {
      String mapped = ModelMapping.map(names, model);
      return mapped == null ? model : mapped;
    }
    return model;
  }

  private static String upstreamModel(AccountRow row, String forwarded) {
    String mapped = ModelMapping.map(row.modelMapping(), forwarded);
    return mapped == null ? forwarded : mapped;
  }

  private static @Nullable JsonNode price(
      ChannelRow channel, GroupRow group, AccountRow row, String model, String forwarded) {
    String billed =
        switch (channel.billingModelSource) {
          case "requested" -> model;
          case "upstream" -> upstreamModel(row, forwarded);
          default -> forwarded;
        };
    return ChannelPricing.entryFor(channel, group.platform(), billed);
  }
}
