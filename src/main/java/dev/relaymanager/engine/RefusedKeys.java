package dev.relaymanager.engine;

import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.desired.DesiredState;
import dev.relaymanager.desired.ImportMode;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.store.KeyProofs;
import dev.relaymanager.store.StateStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which declared upstream keys of partial imports failed their proof when they were last tried. */
final class RefusedKeys {
  private final StateStore store;

  RefusedKeys(StateStore store) {
    this.store = store;
  }

  /**
   * By the account that each is declared for: {@link
   * dev.relaymanager.observed.Observed#refusedKeys}.
   */
  Map<ResourceKey, Fingerprint> among(DesiredState state, Recorded recorded) {
    List<KeyProofs.KeyProof> bad = store.keyProofs().bad();
    if (bad.isEmpty()) {
      return Map.of();
    }
    Map<ResourceKey, Fingerprint> declared = declared(state);
    Map<ResourceKey, Fingerprint> refused = new HashMap<>();
    for (KeyProofs.KeyProof proof : bad) {
      if (proof.key().equals(declared.get(proof.account()))
          && isRefused(proof, recorded.get(proof.account()).orElse(null))) {
        refused.put(proof.account(), proof.key());
      }
    }
    return refused;
  }

  private static Map<ResourceKey, Fingerprint> declared(DesiredState state) {
    Map<ResourceKey, Fingerprint> declared = new HashMap<>();
    for (DesiredImport wanted : state.imports()) {
      if (wanted.mode() != ImportMode.PARTIAL) {
        continue;
      }
      for (DesiredResource resource : wanted.resources()) {
        if (resource.spec() instanceof ResourceSpec.Account account && account.key() != null) {
          declared.put(resource.key(), account.key());
        }
      }
    }
    return declared;
  }

  private boolean isRefused(KeyProofs.KeyProof proof, @Nullable RecordedResource standing) {
    if (standing == null) {
      return !proof.failsOnHost(); // a new account that only the host's test fails is let stand
    }
    if (!(standing.spec() instanceof ResourceSpec.Account held)) {
      return false;
    }
    if (!proof.key().equals(held.key())) {
      return true; // it was to take the place of another, which still serves
    }
    return !proof.failsOnHost()
        && proof.workedAt() == null
        && store.batches().made(proof.account(), standing.hostId(), proof.key());
  }
}
