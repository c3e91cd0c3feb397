package dev.relaymanager.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Turns Ctrl-C and SIGTERM into a stop at the next step boundary: the JVM is kept up until the
 * command has said how far it came, for a bounded time. To be opened before, and so closed after,
 * what has to be closed in order, such as the lease.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
  private static final long GRACE_SECONDS = 120;

  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /** A signal to work whose steps are recorded. */
  StopSignal() {
    this("what was done is recorded");
  }

  /**
   * A signal.
   *
   * @param consolation what becomes of what was done
   */
  StopSignal(String consolation) {
    hook =
        new Thread(
            () -> {
              if (ended.getCount() > 0) {
                asked.set(true);
                System.err.println("stopping at the next step boundary; " + consolation + " …");
                try {
                  if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    System.err.println("a step did not end; it is settled by the next run");
                  }
                } catch (InterruptedException interrupted) {
                  Thread.currentThread().interrupt();
                }
              }
            },
            "stop-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public boolean getAsBoolean() {
    return asked.get();
  }

  /** Waits for a stop, at most so long; true when it was asked for. */
  boolean await(long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!asked.get()) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      Thread.sleep(Math.min(200, TimeUnit.NANOSECONDS.toMillis(left) + 1));
    }
    return true;
  }

  @Override
  public void close() {
    ended.countDown();
    if (!asked.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException endingAlready) {
        asked.set(true); // the signal came just now: the hook runs, and finds that all is done
      }
    }
  }
}
