package dev.relaymanager.api;

import dev.relaymanager.daemon.Jobs;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.seal.Fingerprinter;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.store.Declarations;
import dev.relaymanager.store.StateStore;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What calls are carried out with.
 *
 * @param store of the engine that changes hosts
 * @param lease that it holds
 * @param jobs takes what changes hosts
 * @param engines opens one more engine on the same state, for what only reads; whoever asks closes
 *     it
 * @param identity who the manager is
 * @param stop whether the service is to end
 * @param repository that is followed; null when there is none
 * @param ref of it
 */
public record Desk(
    StateStore store,
    HeldLease lease,
    Jobs jobs,
    Supplier<Engine> engines,
    Supplier<Identity> identity,
    Events events,
    InstantSource clock,
    BooleanSupplier stop,
    @Nullable String repository,
    String ref) {

  /** Names bodies that may hold secrets. */
  Fingerprinter fingerprinter() {
    return identity.get().fingerprinter();
  }

  /** What came over the API, to be added to. */
  Declarations declarations() {
    return store.declarations(lease.fencing());
  }
}
