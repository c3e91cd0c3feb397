package dev.relaymanager.apply;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.UserLogin;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.ProbeEmail;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a change of a resource into the host call that makes it. */
final class HostCalls {
  private static final HostFault NOT_LISTED =
      new HostFault(
          HostFault.Kind.API_DRIFT,
          "list keys of user",
          200,
          "",
          "a key that was just made is not listed",
          null);

  private final HostAdapter host;
  private final String installation;
  private final InstantSource clock;
  private final UpstreamKeys keys;

  HostCalls(HostAdapter host, String installation, InstantSource clock, UpstreamKeys keys) {
    this.host = host;
    this.installation = installation;
    this.clock = clock;
    this.keys = keys;
  }

  Marker marker(ResourceKey key) {
    return new Marker(installation, key.importName(), key.name());
  }

  /**
   * Makes anything but accounts, which are made in batches.
   *
   * @param userId the subscription's user; null for other types
   * @param requestKey names the request, where the host takes that
   */
  HostOutcome<? extends LiveResource> create(
      ResourceKey key, ResourceSpec spec, @Nullable Long userId, String requestKey) {
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
      case ResourceSpec.ProbeUser user -> {
        try (Secret password = keys.probePassword(key)) {
          yield host.createProbeUser(user, password, marker(key));
        }
      }
      case ResourceSpec.ProbeKey wanted -> createKey(key, wanted, requestKey);
    };
  }

  /** The host answers with the key itself, which is dropped; what stands then is looked up. */
  private HostOutcome<LiveResource.ProbeKey> createKey(
      ResourceKey key, ResourceSpec.ProbeKey wanted, String requestKey) {
    return asProbeUser(
            key,
            login ->
                host.createUserKey(
                    login, wanted.name(), References.idOf(wanted.group()), requestKey))
        .then(
            made -> {
              made.close();
              return made(wanted);
            });
  }

  /** A key that is made and cannot be seen is not to be taken for one that was refused. */
  private HostOutcome<LiveResource.ProbeKey> made(ResourceSpec.ProbeKey wanted) {
    return switch (host.probeKeys()) {
      case HostOutcome.Done<List<LiveResource.ProbeKey>> done ->
          done.value().stream()
              .filter(one -> one.spec().user().equals(wanted.user()))
              .filter(one -> one.spec().name().equals(wanted.name()))
              .findFirst()
              .<HostOutcome<LiveResource.ProbeKey>>map(HostOutcome.Done::new)
              .orElseGet(() -> new HostOutcome.Unknown<>(NOT_LISTED));
      case HostOutcome.Refused<List<LiveResource.ProbeKey>> refused ->
          new HostOutcome.Unknown<>(refused.fault());
      case HostOutcome.Unknown<List<LiveResource.ProbeKey>> unknown ->
          new HostOutcome.Unknown<>(unknown.fault());
    };
  }

  private <T> HostOutcome<T> asProbeUser(
      ResourceKey key, Function<UserLogin, HostOutcome<T>> call) {
    try (Secret password = keys.probePassword(key)) {
      return call.apply(new UserLogin(ProbeEmail.of(installation, key.importName()), password));
    }
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
      case LiveResource.ProbeUser user ->
          throw new IllegalStateException("nothing of a probe user is changed: " + user.id());
      case LiveResource.ProbeKey bound -> bind(bound, (ResourceSpec.ProbeKey) spec);
    };
  }

  private HostOutcome<LiveResource.ProbeKey> bind(
      LiveResource.ProbeKey live, ResourceSpec.ProbeKey spec) {
    return host.bindUserKey(live.id(), References.idOf(spec.group()))
        .map(
            bound ->
                new LiveResource.ProbeKey(
                    live.id(),
                    new ResourceSpec.ProbeKey(
                        bound.name(),
                        live.spec().user(),
                        new Reference.Id(bound.groupId() == null ? 0 : bound.groupId())),
                    live.marker(),
                    bound.active()));
  }

  HostOutcome<HostAdapter.Gone> delete(ResourceKey key, long id) {
    return switch (key.type()) {
      case GROUP -> host.deleteGroup(id);
      case CHANNEL -> host.deleteChannel(id);
      case PLAN -> host.deletePlan(id);
      case ACCOUNT -> host.deleteAccount(id);
      case SUBSCRIPTION -> host.revokeSubscription(id);
      case PROBE_USER -> host.deleteUser(id);
      case PROBE_KEY -> deleteKey(key, id);
    };
  }

  /**
   * Only its user can delete a key. Where the host lets the user log in no more, it is taken out of
   * its group, and so is of no use to anybody; it goes when its user does.
   */
  private HostOutcome<HostAdapter.Gone> deleteKey(ResourceKey key, long id) {
    HostOutcome<HostAdapter.Gone> deleted =
        asProbeUser(key, login -> host.deleteUserKey(login, id));
    return deleted instanceof HostOutcome.Refused
        ? host.bindUserKey(id, 0).map(unbound -> new HostAdapter.Gone(true))
        : deleted;
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
