package dev.relaymanager.engine;

import dev.relaymanager.model.RelayException;
import dev.relaymanager.store.Lease;
import java.time.temporal.ChronoUnit;

/** Another process is at work on the same state. */
public final class LockHeldException extends RelayException {
  private static final int EXIT_CODE = 4;

  LockHeldException(Lease.Holding by) {
    super(
        EXIT_CODE,
        "the state is locked by %s since %s (lock %d, expires %s); wait for it, or, when you know that it is dead: relayctl unlock %d"
            .formatted(
                by.holder(),
                by.since().truncatedTo(ChronoUnit.SECONDS),
                by.id(),
                by.expires().truncatedTo(ChronoUnit.SECONDS),
                by.id()));
  }
}
