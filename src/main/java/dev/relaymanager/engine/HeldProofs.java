package dev.relaymanager.engine;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.store.KeyProofs;
import dev.relaymanager.store.StateStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last trials of the keys that accounts of an import hold. */
final class HeldProofs {
  private final Map<KeyProofs.Key, KeyProofs.KeyProof> proofs = new HashMap<>();

  private HeldProofs() {}

  static HeldProofs of(StateStore store, String host, String importName) {
    HeldProofs held = new HeldProofs();
    store
        .keyProofs()
        .of(host, importName)
        .forEach(proof -> held.proofs.put(new KeyProofs.Key(proof.account(), proof.key()), proof));
    return held;
  }

  /** That of an account's key; empty when the key was not tried, or nobody knows which it is. */
  Optional<KeyProofs.KeyProof> find(RecordedResource account) {
    return key(account.key(), account.spec()).map(proofs::get);
  }

  /** Of keys that are tried and that no account holds. */
  List<KeyProofs.KeyProof> others(List<RecordedResource> accounts) {
    Map<KeyProofs.Key, KeyProofs.KeyProof> others = new HashMap<>(proofs);
    accounts.forEach(account -> key(account.key(), account.spec()).ifPresent(others::remove));
    return others.values().stream()
        .sorted(Comparator.comparing(KeyProofs.KeyProof::account))
        .toList();
  }

  /**
   * The key that an account holds or is to hold; empty for other things, and when it is unknown.
   */
  static Optional<KeyProofs.Key> key(ResourceKey account, ResourceSpec spec) {
    return spec instanceof ResourceSpec.Account one && one.key() != null
        ? Optional.of(new KeyProofs.Key(account, one.key()))
        : Optional.empty();
  }
}
