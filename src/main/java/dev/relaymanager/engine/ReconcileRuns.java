package dev.relaymanager.engine;

import dev.relaymanager.plan.Drift;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.store.Installs;
import dev.relaymanager.store.Runs;
import dev.relaymanager.store.StateStore;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps what a run found of an import on a host, when it differs from what the last one found. */
final class ReconcileRuns {
  private final StateStore store;

  ReconcileRuns(StateStore store) {
    this.store = store;
  }

  /**
   * Keeps it.
   *
   * @param part as it was planned; what came of it is on record by now
   */
  void keep(Planned planned, ImportPlan part, Instant begun, Instant ended) {
    Optional<Installs.Install> install = store.installs().get(part.host(), part.importName());
    if (install.isEmpty()) {
      return; // declared no more, and nothing of it is left
    }
    SortedMap<String, Long> counts = new TreeMap<>();
    counts.put("changes", (long) part.changes().size());
    counts.put("drifted", (long) part.drift().size());
    counts.put("corrected", part.drift().stream().filter(Drift::corrected).count());
    counts.put("obstacles", (long) part.obstacles().size());
    String revision = planned.loaded().revisionOf(part.importName());
    store
        .runs()
        .append(
            new Runs.Run(
                part.name(),
                revision == null ? "" : revision,
                install.get().state().id(),
                counts,
                begun,
                ended,
                ""));
  }
}
