package dev.relaymanager.engine;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.probe.ProbeLog;
import dev.relaymanager.store.KeyProofs;
import dev.relaymanager.store.Probes;
import dev.relaymanager.store.StateStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what probes find and puts it into the store in one go. Safe for use by many threads. */
final class StoredProbes implements ProbeLog {
  private final StateStore store;
  private final InstantSource clock;
  private final @Nullable String batchId;
  private final List<Probes.ProbeResult> found = new ArrayList<>();
  private final List<KeyProofs.KeyProof> proofs = new ArrayList<>();

  StoredProbes(StateStore store, InstantSource clock, @Nullable String batchId) {
    this.store = store;
    this.clock = clock;
    this.batchId = batchId;
  }

  @Override
  public synchronized void record(ResourceKey resource, Kind kind, String verdict, String detail) {
    Probes.Kind stored =
        switch (kind) {
          case HOST_TEST -> Probes.Kind.HOST_TEST;
          case MODELS -> Probes.Kind.MODELS;
          case SMOKE -> Probes.Kind.SMOKE;
          case GATEWAY -> Probes.Kind.GATEWAY;
        };
    found.add(new Probes.ProbeResult(resource, stored, verdict, detail, clock.instant(), batchId));
  }

  @Override
  public synchronized void keyTried(ResourceKey account, Fingerprint key, KeyVerdict verdict) {
    Instant now = clock.instant();
    proofs.add(
        new KeyProofs.KeyProof(
            account,
            key,
            verdict.id(),
            verdict.usable() && !verdict.mayReplace(),
            verdict.evidence(),
            now,
            verdict.usable() ? now : null));
  }

  /** Writes what was gathered. */
  synchronized void flush() {
    store.probes().append(found);
    store.keyProofs().keep(proofs);
    found.clear();
    proofs.clear();
  }
}
