package dev.relaymanager.host.sub2api;

import java.time.Duration;

/** Waiting, so that tests need not. */
interface Pause {
  void of(Duration time) throws InterruptedException;
}
