package dev.relaymanager.store;

import dev.relaymanager.model.EnvironmentException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Keeps a program that lost its lease without noticing (a suspended machine, a long pause) from
 * writing.
 *
 * @param number of the lease that must still be held; 0 asks for none
 */
record Fence(long number) {
  static final Fence NONE = new Fence(0);

  /** Belongs into the transaction that it guards. */
  void check(Handle handle) {
    if (number == 0) {
      return;
    }
    Optional<Lease.Holding> held = Lease.current(handle);
    if (held.isEmpty() || held.get().id() != number) {
      throw new EnvironmentException(
          "lease "
              + number
              + " on the state database was lost"
              + held.map(other -> ", " + other.holder() + " holds it now").orElse("")
              + "; nothing more is written or sent. Run the command again");
    }
  }
}
