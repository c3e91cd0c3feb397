package dev.relaymanager.certify;

import static dev.relaymanager.certify.Differences.unless;

import dev.relaymanager.host.Assignment;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostUser;
import dev.relaymanager.host.ManagedResources;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@link Area#SUBSCRIPTIONS}: users and what they may use. */
final class SubscriptionArea {
  private static final String USER = "user";
  private static final int DAYS = 30;
  private static final int MORE_DAYS = 15;

  private final Bench bench;
  private final HostAdapter host;
  private final Notebook notebook;
  private final long group;
  private final Marker marker;

  private SubscriptionArea(Bench bench) throws Blocked {
    this.bench = bench;
    this.host = bench.host;
    this.notebook = bench.notebook;
    this.group = bench.group();
    this.marker = bench.things.marker(USER);
  }

  static void tryOn(Bench bench) throws Blocked {
    SubscriptionArea area = new SubscriptionArea(bench);
    area.user();
    area.assign();
    area.extend();
    area.managed();
  }

  private void user() throws Blocked {
    Optional<HostUser> found =
        notebook.tried(
            Claim.USER_CREATE,
            () ->
                host.createUser(bench.things.user(USER))
                    .then(made -> host.userByEmail(bench.things.email(USER))),
            user -> unless(user.isPresent(), "not found by e-mail"));
    found.ifPresent(user -> bench.madeUser(user.id()));
  }

  private void assign() throws Blocked {
    long user = bench.user();
    LiveResource.Subscription made =
        notebook.tried(
            Claim.ASSIGN,
            () -> host.assignSubscription(user, group, DAYS, marker),
            subscription ->
                unless(
                    Integer.valueOf(DAYS).equals(subscription.spec().days())
                        && marker.equals(subscription.marker()),
                    "the days or the mark are others"));
    bench.made(made);
    notebook.tried(
        Claim.ASSIGN_ONCE,
        () -> host.assignSubscription(user, group, DAYS, marker),
        again -> unless(again.id() == made.id(), "a second subscription was made"));
    notebook.refused(
        Claim.ASSIGN_CONFLICT,
        () -> host.assignSubscription(user, group, 2 * DAYS, marker),
        "SUBSCRIPTION_ASSIGN_CONFLICT");
    notebook.tried(
        Claim.ASSIGN_BULK,
        () -> host.assignSubscriptions(List.of(user, 0L), group, DAYS, marker),
        assignments ->
            unless(
                assignments.getFirst() instanceof Assignment.Assigned had
                    && !had.created()
                    && had.subscription().id() == made.id()
                    && assignments.getLast() instanceof Assignment.Failed,
                "expected the same one, and a failure for a user who is not there; found "
                    + assignments.stream().map(one -> one.getClass().getSimpleName()).toList()));
  }

  private void extend() throws Blocked {
    LiveResource.Subscription made = bench.subscription();
    String key = bench.things.requestKey("extend");
    notebook.tried(
        Claim.EXTEND,
        () ->
            host.extendSubscription(made.id(), MORE_DAYS, key)
                .then(first -> host.extendSubscription(made.id(), MORE_DAYS, key)),
        twice -> unless(isExtended(made, twice), "it did not move by " + MORE_DAYS + " days"));
    notebook.tried(
        Claim.SUBSCRIPTION_READ,
        () -> host.subscription(made.id()),
        read ->
            unless(
                read.isPresent() && isExtended(made, read.get()),
                "it is absent, or ends another day"));
    notebook.tried(
        Claim.SUBSCRIPTION_LIST,
        () -> host.subscriptions(new Scope.InGroup(group)),
        list -> {
          List<Long> ids = list.stream().map(LiveResource.Subscription::id).toList();
          return unless(
              ids.equals(List.of(made.id())), "expected #" + made.id() + ", found " + ids);
        });
  }

  private static boolean isExtended(
      LiveResource.Subscription before, LiveResource.Subscription after) {
    return before.spec().expiresAt() != null
        && before
            .spec()
            .expiresAt()
            .plus(Duration.ofDays(MORE_DAYS))
            .equals(after.spec().expiresAt());
  }

  private void managed() throws Blocked {
    notebook.tried(Claim.MANAGED, () -> host.managed(bench.things.run()), this::missing);
  }

  private String missing(ManagedResources found) {
    return unless(
        found.groups().size() == 1
            && found.channels().size() == (bench.channel == null ? 0 : 1)
            && found.plans().size() == (bench.plan == null ? 0 : 1)
            && found.accounts().size() == bench.accounts.size()
            && found.subscriptions().size() == 1,
        "found %d group, %d channel, %d plan, %d accounts, %d subscription"
            .formatted(
                found.groups().size(),
                found.channels().size(),
                found.plans().size(),
                found.accounts().size(),
                found.subscriptions().size()));
  }
}
