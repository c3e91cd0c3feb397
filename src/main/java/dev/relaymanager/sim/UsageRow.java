package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One call that was served and booked. Guarded by the state. */
record UsageRow(
    long id,
    long userId,
    long keyId,
    long accountId,
    long groupId,
    @Nullable Long subscriptionId,
    String model,
    long inputTokens,
    long outputTokens,
    BigDecimal cost,
    Instant created)
    implements Row {

  /** The fields of the real answer that control planes read; it has some dozens more. */
  ObjectNode view() {
    return Json.object()
        .put("id", id)
        .put("user_id", userId)
        .put("api_key_id", keyId)
        .put("account_id", accountId)
        .put("model", model)
        .put("inbound_endpoint", "/v1/chat/completions")
        .put("group_id", groupId)
        .put("subscription_id", subscriptionId)
        .put("input_tokens", inputTokens)
        .put("output_tokens", outputTokens)
        .put("total_cost", cost)
        .put("actual_cost", cost)
        .put("billing_mode", "token")
        .put("created_at", created.toString());
  }
}
