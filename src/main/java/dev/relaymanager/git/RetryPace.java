package dev.relaymanager.git;

import dev.relaymanager.model.EnvironmentException;
import java.util.concurrent.ThreadLocalRandom;

/** What happens around one attempt and the next. */
interface RetryPace {
  /** Waits longer each time, with jitter, so that two who collided do not collide again. */
  RetryPace REAL =
      attempt -> {
        try {
          Thread.sleep(ThreadLocalRandom.current().nextLong(50, 50 + 150L * attempt));
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new EnvironmentException("interrupted while waiting to try again", interrupted);
        }
      };

  /**
   * Waits before the next attempt.
   *
   * @param attempt the one that failed, from 1
   */
  void pause(int attempt);

  /** Called when a commit is ready and not yet pushed. */
  default void beforePush() {}
}
