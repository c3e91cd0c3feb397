package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The differences between 0.1.126 and 0.1.172 whose first version nobody looked up (contract.md 9):
 * a version in between keeps the older habits.
 */
enum Habits {
  OF_126 {
    @Override
    ObjectNode extraOnCreate(String platform, @Nullable ObjectNode sent) {
      return sent == null ? Json.object() : sent;
    }

    @Override
    BigDecimal bookedCost(BigDecimal cost) {
      return cost.setScale(10, RoundingMode.HALF_UP);
    }

    @Override
    Instant longWindowStart(Instant startOfDay, Instant now) {
      return startOfDay;
    }

    @Override
    String probeModel(AccountRow account) {
      return "gpt-5.4";
    }

    @Override
    String upstreamUrl(String base, String path) {
      return UpstreamUrl.joinEarly(base, path);
    }

    @Override
    List<BuiltInModel> builtInModels() {
      return BuiltInModel.OF_126;
    }
  },
  OF_172 {
    @Override
    ObjectNode extraOnCreate(String platform, @Nullable ObjectNode sent) {
      ObjectNode extra = sent == null ? Json.object() : sent.deepCopy();
      if (platform.equals("openai") && !extra.has("openai_long_context_billing_enabled")) {
        extra.put("openai_long_context_billing_enabled", false);
      }
      return extra;
    }

    @Override
    BigDecimal bookedCost(BigDecimal cost) {
      return cost.setScale(8, RoundingMode.HALF_UP);
    }

    @Override
    Instant longWindowStart(Instant startOfDay, Instant now) {
      return now;
    }

    @Override
    String probeModel(AccountRow account) {
      Map<String, String> sorted = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : account.modelMapping().properties()) {
        if (!entry.getKey().endsWith("*") && entry.getValue().isString()) {
          sorted.put(entry.getKey(), entry.getValue().stringValue());
        }
      }
      return sorted.isEmpty() ? "gpt-5.4" : sorted.values().iterator().next();
    }

    @Override
    String upstreamUrl(String base, String path) {
      return UpstreamUrl.joinLate(base, path);
    }

    @Override
    List<BuiltInModel> builtInModels() {
      return BuiltInModel.OF_172;
    }
  };

  /** The {@code extra} that a new account is stored with. */
  abstract ObjectNode extraOnCreate(String platform, @Nullable ObjectNode sent);

  /** What a call's cost in USD becomes in its column. */
  abstract BigDecimal bookedCost(BigDecimal cost);

  /** Where the weekly and monthly windows begin at the first use. */
  abstract Instant longWindowStart(Instant startOfDay, Instant now);

  /** The model that the host's own probe of a new account asks for. */
  abstract String probeModel(AccountRow account);

  /** The full address of an upstream path. */
  abstract String upstreamUrl(String base, String path);

  /** What an account without a mapping is said to have. */
  abstract List<BuiltInModel> builtInModels();

  /** Whether answers have the fields, and requests the reach, of 0.1.172. */
  boolean late() {
    return this == OF_172;
  }
}
