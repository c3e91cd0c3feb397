package dev.relaymanager.apply;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.model.Value;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.Impact;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a resource once more, right before it is changed: a plan applies only to what it saw.
 * Safe for use by many threads.
 */
final class FreshLook {
  private final HostAdapter host;

  FreshLook(HostAdapter host) {
    this.host = host;
  }

  /** What is there now. */
  sealed interface Seen {
    /** As the plan saw it, as far as the plan depends on it. */
    record Same(LiveResource now) implements Seen {}

    /** Nothing. */
    record Gone() implements Seen {}

    /** Something that the plan did not see. */
    record Other(String how) implements Seen {}

    /** It could not be read. */
    record Unread(HostFault fault) implements Seen {}
  }

  /**
   * Before a change.
   *
   * @param planned what the plan saw
   * @param fields what the plan changes; what somebody did to others meanwhile is left as it is
   */
  Seen beforeChanging(LiveResource planned, Set<String> fields) {
    return compare(planned.spec().type(), planned.id(), planned.spec(), fields);
  }

  /** Before a deletion, by which all that was seen is lost, and people may lose their access. */
  Seen beforeDeleting(Change.Delete planned) {
    Seen seen =
        compare(
            planned.key().type(),
            planned.hostId(),
            planned.before(),
            planned.before().fields().keySet());
    return seen instanceof Seen.Same && planned.key().type() == ResourceType.GROUP
        ? compareItsPeople(planned, seen)
        : seen;
  }

  /** One resource as it is now. */
  HostOutcome<Optional<LiveResource>> read(ResourceType type, long id) {
    return switch (type) {
      case GROUP -> host.group(id).map(FreshLook::any);
      case CHANNEL -> host.channel(id).map(FreshLook::any);
      case PLAN -> host.plan(id).map(FreshLook::any);
      case ACCOUNT -> host.account(id).map(FreshLook::any);
      case SUBSCRIPTION -> host.subscription(id).map(FreshLook::any);
      case PROBE_USER -> host.probeUser(id).map(FreshLook::any);
      case PROBE_KEY ->
          host.probeKeys().map(all -> any(all.stream().filter(key -> key.id() == id).findFirst()));
    };
  }

  private static Optional<LiveResource> any(Optional<? extends LiveResource> one) {
    return one.map(found -> found);
  }

  private Seen compare(ResourceType type, long id, ResourceSpec planned, Set<String> fields) {
    return seen(
        read(type, id)
            .map(
                found ->
                    found
                        .map(now -> compare(planned, now, fields))
                        .orElseGet(() -> new Seen.Gone())));
  }

  private static Seen seen(HostOutcome<Seen> looked) {
    return switch (looked) {
      case HostOutcome.Done<Seen> done -> done.value();
      case HostOutcome.Refused<Seen> refused -> new Seen.Unread(refused.fault());
      case HostOutcome.Unknown<Seen> unknown -> new Seen.Unread(unknown.fault());
    };
  }

  private static Seen compare(ResourceSpec planned, LiveResource now, Set<String> fields) {
    SortedMap<String, Value> then = planned.fields();
    SortedMap<String, Value> found = now.spec().fields();
    List<String> other = new ArrayList<>();
    for (String field : fields) {
      @Nullable Value before = then.get(field);
      @Nullable Value after = found.get(field);
      // Hosts of later versions show no keys: one that was changed by hand is not seen there.
      boolean hidden =
          field.equals(ResourceSpec.Account.API_KEY) && (before == null || after == null);
      if (!hidden && !Objects.equals(before, after)) {
        other.add(field + " is " + show(after) + " where the plan saw " + show(before));
      }
    }
    return other.isEmpty() ? new Seen.Same(now) : new Seen.Other(String.join(", ", other));
  }

  private static String show(@Nullable Value value) {
    return value == null ? "nothing" : value.show();
  }

  /** Our own people in it have been taken out by now; others may have come since. */
  private Seen compareItsPeople(Change.Delete planned, Seen same) {
    return seen(
        host.subscriptions(new Scope.InGroup(planned.hostId()))
            .then(
                subscriptions ->
                    host.userKeysInGroup(planned.hostId())
                        .map(keys -> compare(planned.impact(), subscriptions.size(), keys, same))));
  }

  private static Seen compare(Impact planned, long subscriptions, long keys, Seen same) {
    return subscriptions <= planned.subscriptions() && keys <= planned.userKeys()
        ? same
        : new Seen.Other(
            "it has %d subscriptions and %d user keys where the plan saw %d and %d"
                .formatted(subscriptions, keys, planned.subscriptions(), planned.userKeys()));
  }
}
