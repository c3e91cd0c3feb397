package dev.relaymanager.host.sub2api;

import java.time.Duration;

/** How calls wait, so that tests need not. */
interface Pause {
  /** Waits before a call is sent again. */
  void of(Duration time) throws InterruptedException;

  /** How long the next attempt may take where {@code usual} is what its call allows. */
  default Duration deadline(Duration usual) {
    return usual;
  }
}
