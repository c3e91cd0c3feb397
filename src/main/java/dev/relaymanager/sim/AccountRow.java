package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An upstream account as stored. Guarded by the state; trees are replaced, never changed. */
final class AccountRow implements Row {
  final long id;
  final Instant created;
  String name = "";
  @Nullable String notes;
  String platform = "";
  String type = "";
  ObjectNode credentials = Json.object();
  ObjectNode extra = Json.object();
  long concurrency;
  long priority;
  BigDecimal rateMultiplier = BigDecimal.ONE;
  @Nullable Long loadFactor;
  String status = "active";
  String errorMessage = "";
  @Nullable Instant lastUsed;
  @Nullable Long expiresAt;
  boolean autoPause = true;
  boolean schedulable = true;
  @Nullable Instant rateLimitedAt;
  @Nullable Instant rateLimitReset;
  @Nullable Instant overloadUntil;
  @Nullable Instant tempUnschedulableUntil;
  String tempUnschedulableReason = "";
  int forbiddenCount;
  Instant updated;

  /** Changed by {@link Members} only. */
  List<Binding> bindings = List.of();

  /** A membership; {@code priority} is the place of the group in the list that was sent. */
  record Binding(long groupId, int priority, Instant created) {}

  AccountRow(long id, Instant now) {
    this.id = id;
    this.created = now;
    this.updated = now;
  }

  @Override
  public long id() {
    return id;
  }

  boolean isIn(long groupId) {
    for (Binding binding : bindings) {
      if (binding.groupId() == groupId) {
        return true;
      }
    }
    return false;
  }

  String apiKey() {
    return credentials.path("api_key").asString("");
  }

  String baseUrl() {
    String url = credentials.path("base_url").asString("");
    return url.isEmpty() ? "https://api.openai.com" : url;
  }

  ObjectNode modelMapping() {
    return credentials.path("model_mapping") instanceof ObjectNode mapping
        ? mapping
        : Json.object();
  }

  boolean openAiByKey() {
    return platform.equals("openai") && type.equals("apikey");
  }

  boolean rateLimited(Instant now) {
    return rateLimitReset != null && rateLimitReset.isAfter(now);
  }

  boolean temporarilyOut(Instant now) {
    return tempUnschedulableUntil != null && tempUnschedulableUntil.isAfter(now);
  }

  /** Whether the gateway may pick it (contract.md 5.4). */
  boolean canServe(Instant now) {
    boolean expired = autoPause && expiresAt != null && expiresAt <= now.getEpochSecond();
    boolean overloaded = overloadUntil != null && overloadUntil.isAfter(now);
    return status.equals("active")
        && schedulable
        && !expired
        && !overloaded
        && !rateLimited(now)
        && !temporarilyOut(now);
  }

  /** Forgets what upstream failures left behind. */
  void recover() {
    status = "active";
    errorMessage = "";
    forbiddenCount = 0;
    overloadUntil = null;
    clearRateLimit();
    clearTemporarilyOut();
  }

  void clearRateLimit() {
    rateLimitedAt = null;
    rateLimitReset = null;
  }

  void clearTemporarilyOut() {
    tempUnschedulableUntil = null;
    tempUnschedulableReason = "";
  }
}
