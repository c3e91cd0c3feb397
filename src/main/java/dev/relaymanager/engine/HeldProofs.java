package dev.relaymanager.engine;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.store.KeyProofs;
import dev.relaymanager.store.StateStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The last trials of the keys that accounts of an import hold. */
final class HeldProofs {
  private final Map<Held, KeyProofs.KeyProof> proofs = new HashMap<>();

  private record Held(ResourceKey account, Fingerprint key) {}

  private HeldProofs() {}

  static HeldProofs of(StateStore store, String host, String importName) {
    HeldProofs held = new HeldProofs();
    store
        .keyProofs()
        .of(host, importName)
        .forEach(proof -> held.proofs.put(new Held(proof.account(), proof.key()), proof));
    return held;
  }

  /** That of an account's key; empty when the key was not tried, or nobody knows which it is. */
  Optional<KeyProofs.KeyProof> find(RecordedResource account) {
    return account.spec() instanceof ResourceSpec.Account spec && spec.key() != null
        ? Optional.ofNullable(proofs.get(new Held(account.key(), spec.key())))
        : Optional.empty();
  }
}
