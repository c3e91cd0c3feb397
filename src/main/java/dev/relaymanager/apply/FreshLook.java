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
  /** Hosts of later versions show no keys; a key that was changed by hand is not seen there. */
  private static final String KEY = "apiKey";

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
    };
  }

  private static Optional<LiveResource> any(Optional<? extends LiveResource> one) {
    return one.map(found -> found);
  }

  private Seen compare(ResourceType type, long id, ResourceSpec planned, Set<String> fields) {
    return switch (read(type, id)) {
      case HostOutcome.Done<Optional<LiveResource>> done ->
          done.value().map(now -> compare(planned, now, fields)).orElseGet(() -> new Seen.Gone());
      case HostOutcome.Refused<Optional<LiveResource>> refused -> new Seen.Unread(refused.fault());
      case HostOutcome.Unknown<Optional<LiveResource>> unknown -> new Seen.Unread(unknown.fault());
    };
  }

  private static Seen compare(ResourceSpec planned, LiveResource now, Set<String> fields) {
    SortedMap<String, Value> then = planned.fields();
    SortedMap<String, Value> found = now.spec().fields();
    List<String> other = new ArrayList<>();
    for (String field : fields) {
      @Nullable Value before = then.get(field);
      @Nullable Value after = found.get(field);
      boolean hidden = field.equals(KEY) && (before == null || after == null);
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
    HostOutcome<Long> subscriptions =
        host.subscriptions(new Scope.InGroup(planned.hostId())).map(list -> (long) list.size());
    HostOutcome<Long> keys = host.userKeysInGroup(planned.hostId());
    if (subscriptions instanceof HostOutcome.Done<Long> ends
        && keys instanceof HostOutcome.Done<Long> unbinds) {
      return ends.value() <= planned.impact().subscriptions()
              && unbinds.value() <= planned.impact().userKeys()
          ? same
          : new Seen.Other(
              "it has %d subscriptions and %d user keys where the plan saw %d and %d"
                  .formatted(
                      ends.value(),
                      unbinds.value(),
                      planned.impact().subscriptions(),
                      planned.impact().userKeys()));
    }
    HostOutcome<Long> failed = subscriptions instanceof HostOutcome.Done ? keys : subscriptions;
    return failed instanceof HostOutcome.Refused<Long> refused
        ? new Seen.Unread(refused.fault())
        : new Seen.Unread(((HostOutcome.Unknown<Long>) failed).fault());
  }
}
