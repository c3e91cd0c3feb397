package dev.relaymanager.apply;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.seal.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Turns a change of a resource into the host call that makes it. */
final class HostCalls {
  private final HostAdapter host;
  private final String installation;
  private final InstantSource clock;

  HostCalls(HostAdapter host, String installation, InstantSource clock) {
    this.host = host;
    this.installation = installation;
    this.clock = clock;
  }

  Marker marker(ResourceKey key) {
    return new Marker(installation, key.importName(), key.name());
  }

  /**
   * Makes anything but accounts, which are made in batches.
   *
   * @param userId the subscription's user; null for other types
   */
  HostOutcome<? extends LiveResource> create(
      ResourceKey key, ResourceSpec spec, @Nullable Long userId) {
    return switch (spec) {
      case ResourceSpec.Group group -> host.createGroup(group);
      case ResourceSpec.Channel channel -> host.createChannel(channel);
      case ResourceSpec.Plan plan -> host.createPlan(plan);
      case ResourceSpec.Subscription subscription -> {
        if (userId == null) {
          throw new IllegalStateException("no user for " + key);
        }
        yield host.assignSubscription(
            userId, References.idOf(subscription.group()), daysOf(subscription), marker(key));
      }
      case ResourceSpec.Account ignored ->
          throw new IllegalStateException("accounts are made in batches");
    };
  }

  /**
   * Changes what stands.
   *
   * @param upstreamKey the key, for an account whose credentials change; else null
   */
  HostOutcome<? extends LiveResource> update(
      ResourceKey key,
      LiveResource live,
      ResourceSpec spec,
      @Nullable Secret upstreamKey,
      String requestKey) {
    return switch (live) {
      case LiveResource.Group group -> host.updateGroup(group, (ResourceSpec.Group) spec);
      case LiveResource.Channel channel -> host.updateChannel(channel, (ResourceSpec.Channel) spec);
      case LiveResource.Plan plan -> host.updatePlan(plan, (ResourceSpec.Plan) spec);
      case LiveResource.Account account ->
          host.updateAccount(account, (ResourceSpec.Account) spec, upstreamKey, marker(key));
      case LiveResource.Subscription subscription ->
          moveEnd(subscription, (ResourceSpec.Subscription) spec, requestKey);
    };
  }

  HostOutcome<HostAdapter.Gone> delete(ResourceType type, long id) {
    return switch (type) {
      case GROUP -> host.deleteGroup(id);
      case CHANNEL -> host.deleteChannel(id);
      case PLAN -> host.deletePlan(id);
      case ACCOUNT -> host.deleteAccount(id);
      case SUBSCRIPTION -> host.revokeSubscription(id);
    };
  }

  private HostOutcome<? extends LiveResource> moveEnd(
      LiveResource.Subscription live, ResourceSpec.Subscription spec, String requestKey) {
    if (spec.expiresAt() == null || live.spec().expiresAt() == null) {
      throw new IllegalStateException("a standing subscription has no end: " + live.id());
    }
    // The host counts the days of one that is over from now (contract.md 4.6).
    Instant from =
        live.spec().expiresAt().isBefore(clock.instant())
            ? clock.instant()
            : live.spec().expiresAt();
    long days = ChronoUnit.DAYS.between(day(from), day(spec.expiresAt()));
    if (days == 0) {
      return new HostOutcome.Done<>(live);
    }
    return host.extendSubscription(live.id(), Math.toIntExact(days), requestKey);
  }

  private static LocalDate day(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** The host counts whole days from now; the end falls on the declared day (UTC). */
  private int daysOf(ResourceSpec.Subscription subscription) {
    if (subscription.expiresAt() == null) {
      if (subscription.days() == null) {
        throw new IllegalStateException("neither days nor an end: " + subscription.name());
      }
      return subscription.days();
    }
    long days = ChronoUnit.DAYS.between(day(clock.instant()), day(subscription.expiresAt()));
    return Math.max(1, Math.toIntExact(days));
  }
}
