package dev.relaymanager.sim;

import java.time.Duration;

/** Pauses on purpose: slow keys, delays asked for, the host's own lateness. */
final class Waits {
  private Waits() {}

  /** Sleeps; an interrupt ends the pause and stays set. */
  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
