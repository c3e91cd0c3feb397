package dev.relaymanager.host.sub2api;

import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Counts the attempts of one call on the adapter's side and on the host's, so that a test can look
 * once the host has got them all, and need not wait where the adapter would. Thread-safe.
 */
final class Attempts implements Pause, RequestHook {
  /** Instead of the usual deadline, where no answer will come anyway. */
  private static final Duration SHORT = Duration.ofMillis(500);

  /** Only a test that fails waits so long. */
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private final String route;
  private int repeats;
  private int arrived;
  private int done;
  private int hopeless;

  Attempts(String route) {
    this.route = route;
  }

  /**
   * From here on attempts are counted.
   *
   * @param getNoAnswer how many, from the first on, get none however long they wait
   */
  synchronized void begin(int getNoAnswer) {
    repeats = 0;
    hopeless = getNoAnswer;
  }

  @Override
  public synchronized void of(Duration time) {
    repeats++;
  }

  @Override
  public synchronized Duration deadline(Duration usual) {
    return repeats < hopeless ? SHORT : usual;
  }

  @Override
  public synchronized void before(SeenRequest request) {
    if (isOurs(request)) {
      arrived++;
      notifyAll();
    }
  }

  @Override
  public synchronized void after(SeenRequest request) {
    if (isOurs(request)) {
      done++;
      notifyAll();
    }
  }

  private boolean isOurs(SeenRequest request) {
    return route.equals(request.method() + " " + request.template());
  }

  synchronized int arrived() {
    return arrived;
  }

  /** Waits until the host has got what the adapter sent. */
  synchronized void awaitArrival() {
    await(() -> arrived > repeats);
  }

  /** Waits until the host has carried out or refused all it got. */
  synchronized void awaitWork() {
    await(() -> done == arrived);
  }

  private void await(BooleanSupplier condition) {
    long end = System.nanoTime() + AT_MOST.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          throw new AssertionError(
              "of %d attempts %d arrived, %d are done".formatted(repeats + 1, arrived, done));
        }
        wait(left);
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError("stopped", stopped);
    }
  }
}
