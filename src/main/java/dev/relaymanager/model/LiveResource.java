package dev.relaymanager.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A resource as a host shows it now: its id, its declared side as a spec, and beside it what the
 * host changes by itself, which is health and never drift (contract.md 8, item 10).
 */
public sealed interface LiveResource {
  long id();

  ResourceSpec spec();

  /** Our mark in its notes; null where it has none or its type carries no notes. */
  @Nullable Marker marker();

  /** When the host made it; null where the host does not say it in a form to rely on. */
  @Nullable Instant createdAt();

  /**
   * A group.
   *
   * @param active an inactive group keeps serving on hosts before 0.1.129
   */
  record Group(long id, ResourceSpec.Group spec, boolean active, @Nullable Instant createdAt)
      implements LiveResource {
    @Override
    public @Nullable Marker marker() {
      return null;
    }
  }

  /** A channel. Its times are local time dressed as UTC (contract.md 4.2), hence not kept. */
  record Channel(long id, ResourceSpec.Channel spec, boolean active) implements LiveResource {
    @Override
    public @Nullable Marker marker() {
      return null;
    }

    @Override
    public @Nullable Instant createdAt() {
      return null;
    }
  }

  /** A payment plan. */
  record Plan(long id, ResourceSpec.Plan spec, @Nullable Instant createdAt)
      implements LiveResource {
    @Override
    public @Nullable Marker marker() {
      return null;
    }
  }

  /** An account. */
  record Account(
      long id,
      ResourceSpec.Account spec,
      @Nullable Marker marker,
      AccountHealth health,
      @Nullable Instant createdAt)
      implements LiveResource {}

  /**
   * A subscription.
   *
   * @param userId the host's id of the user
   * @param startsAt when it was assigned
   * @param status {@code active}, {@code expired} or {@code suspended}
   */
  record Subscription(
      long id,
      ResourceSpec.Subscription spec,
      long userId,
      @Nullable Marker marker,
      Instant startsAt,
      String status,
      @Nullable Instant createdAt)
      implements LiveResource {}

  /**
   * A probe user.
   *
   * @param active whether it may log in and call
   */
  record ProbeUser(
      long id,
      ResourceSpec.ProbeUser spec,
      @Nullable Marker marker,
      boolean active,
      @Nullable Instant createdAt)
      implements LiveResource {}

  /**
   * A probe user's API key.
   *
   * @param marker its user's: keys carry no notes
   */
  record ProbeKey(long id, ResourceSpec.ProbeKey spec, @Nullable Marker marker, boolean active)
      implements LiveResource {
    @Override
    public @Nullable Instant createdAt() {
      return null;
    }
  }

  /**
   * What the host thinks of an account.
   *
   * @param status {@code active}, {@code inactive}, {@code disabled} or {@code error}
   * @param schedulable false when the host or a person took it out of service
   * @param error the host's words about the last failure; empty when there is none
   * @param responsesSupported the host's own mark of the upstream; null before its probe
   *     (contract.md 5.3)
   * @param lastUsedAt null when it never served
   */
  record AccountHealth(
      String status,
      boolean schedulable,
      String error,
      @Nullable Boolean responsesSupported,
      @Nullable Instant lastUsedAt) {
    /** Whether the host would give it work now, as far as status and switch tell. */
    public boolean inService() {
      return status.equals("active") && schedulable;
    }
  }
}
