package dev.relaymanager.sim;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A subscription as stored; a revoked one stays, 0.1.172 lists it. Guarded by the state. */
final class SubscriptionRow implements Row {
  final long id;
  final long userId;
  final long groupId;
  final long assignedBy;
  final Instant created;
  Instant assigned;
  String notes;
  Instant starts;
  Instant expires;
  Instant updated;
  @Nullable Instant revoked;
  @Nullable Instant dailyStart;
  @Nullable Instant weeklyStart;
  @Nullable Instant monthlyStart;
  BigDecimal dailyUsage = BigDecimal.ZERO;
  BigDecimal weeklyUsage = BigDecimal.ZERO;
  BigDecimal monthlyUsage = BigDecimal.ZERO;

  SubscriptionRow(
      long id, long userId, long groupId, long days, String notes, long by, Instant now) {
    this.id = id;
    this.userId = userId;
    this.groupId = groupId;
    this.assignedBy = by;
    this.notes = notes;
    this.created = now;
    this.assigned = now;
    this.starts = now;
    this.updated = now;
    this.expires = capped(now.plus(Duration.ofDays(days)));
  }

  @Override
  public long id() {
    return id;
  }

  boolean live() {
    return revoked == null;
  }

  boolean validAt(Instant now) {
    return live() && expires.isAfter(now);
  }

  String status(Instant now) {
    if (revoked != null) {
      return "revoked";
    }
    return expires.isAfter(now) ? "active" : "expired";
  }

  /** No subscription ends after 2099. */
  static Instant capped(Instant end) {
    Instant last = Instant.parse("2099-12-31T23:59:59Z");
    return end.isAfter(last) ? last : end;
  }
}
