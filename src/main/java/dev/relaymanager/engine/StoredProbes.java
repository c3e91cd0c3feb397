package dev.relaymanager.engine;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.probe.ProbeLog;
import dev.relaymanager.store.Probes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what probes find and puts it into the store in one go. Safe for use by many threads. */
final class StoredProbes implements ProbeLog {
  private final Probes probes;
  private final InstantSource clock;
  private final @Nullable String batchId;
  private final List<Probes.ProbeResult> found = new ArrayList<>();

  StoredProbes(Probes probes, InstantSource clock, @Nullable String batchId) {
    this.probes = probes;
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

  /** Writes what was gathered. */
  synchronized void flush() {
    probes.append(found);
    found.clear();
  }
}
