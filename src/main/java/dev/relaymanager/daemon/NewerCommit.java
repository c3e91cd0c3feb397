package dev.relaymanager.daemon;

import dev.relaymanager.git.Revision;
import dev.relaymanager.model.RelayException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a newer commit while one is being applied: it may mend what the older one breaks, so it
 * does not wait for that to end. Used by one thread, but for {@link #isThere}.
 */
final class NewerCommit implements AutoCloseable {
  private final Supplier<Optional<Revision>> fetch;
  private final Duration interval;
  private final Consumer<Revision> found;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean there;
  private @Nullable Thread watcher;

  /**
   * Does not look yet.
   *
   * @param fetch what the followed ref is at; called on another thread
   * @param interval between two looks
   * @param found hears of it; called on another thread
   */
  NewerCommit(Supplier<Optional<Revision>> fetch, Duration interval, Consumer<Revision> found) {
    this.fetch = fetch;
    this.interval = interval;
    this.found = found;
  }

  /** Looks for one from now on. */
  void than(Revision applied) {
    watcher = Thread.ofVirtual().start(() -> watch(applied.commitId()));
  }

  boolean isThere() {
    return there;
  }

  private void watch(String applied) {
    try {
      while (!there && !closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        Optional<Revision> newer = newerThan(applied);
        there = newer.isPresent();
        newer.ifPresent(found);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Revision> newerThan(String applied) {
    try {
      return fetch.get().filter(fetched -> !fetched.commitId().equals(applied));
    } catch (RelayException unreachable) {
      return Optional.empty(); // the next cycle looks again, and says so if it still is
    }
  }

  /** Waits for a look that is under way. */
  @Override
  public void close() {
    closed.countDown();
    if (watcher == null) {
      return;
    }
    try {
      watcher.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
