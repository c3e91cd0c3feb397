package dev.relaymanager.sim;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything the host keeps, with one lock over all of it: readers together, a writer alone. Rows
 * are touched only inside {@link #read} or {@link #write}.
 */
final class State {
  final Table<GroupRow> groups = new Table<>();
  final Table<ChannelRow> channels = new Table<>();
  final Table<PlanRow> plans = new Table<>();
  final Table<AccountRow> accounts = new Table<>();
  final Table<SubscriptionRow> subscriptions = new Table<>();
  final Table<UserRow> users = new Table<>();
  final Table<KeyRow> keys = new Table<>();
  final Table<UsageRow> usage = new Table<>();
  final Map<String, KeyRow> keysByText = new HashMap<>();

  final Members members = new Members();

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Clock clock;
  private volatile Duration passed = Duration.ZERO;
  private long version;

  State(Clock clock) {
    this.clock = clock;
  }

  /** Now, as precise as the host's columns. */
  Instant now() {
    return clock.instant().plus(passed).truncatedTo(ChronoUnit.MICROS);
  }

  /** Lets so much time pass at once. */
  void pass(Duration time) {
    passed = passed.plus(time);
  }

  <T extends @Nullable Object> T read(Supplier<T> work) {
    return within(lock.readLock(), work);
  }

  <T extends @Nullable Object> T write(Supplier<T> work) {
    return within(
        lock.writeLock(),
        () -> {
          version++;
          return work.get();
        });
  }

  /** Another number after every write; asked inside {@link #read} or {@link #write}. */
  long version() {
    return version;
  }

  void change(Runnable work) {
    write(
        () -> {
          work.run();
          return true;
        });
  }

  private static <T extends @Nullable Object> T within(Lock held, Supplier<T> work) {
    held.lock();
    try {
      return work.get();
    } finally {
      held.unlock();
    }
  }

  /** A group that is not deleted. */
  @Nullable GroupRow liveGroup(long id) {
    GroupRow group = groups.find(id);
    return group == null || group.deleted ? null : group;
  }

  GroupRow liveGroupOrRefuse(long id) {
    GroupRow group = liveGroup(id);
    if (group == null) {
      throw Reason.GROUP_NOT_FOUND.refuse();
    }
    return group;
  }

  /** The one live subscription of a user in a group. */
  @Nullable SubscriptionRow liveSubscription(long userId, long groupId) {
    for (SubscriptionRow row : subscriptions.all()) {
      if (row.live() && row.userId == userId && row.groupId == groupId) {
        return row;
      }
    }
    return null;
  }
}
