package dev.relaymanager.engine;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.plan.Refusal;
import dev.relaymanager.probe.Closure;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an apply did.
 *
 * @param batches one an import that had changes
 * @param rollbacks of strict batches that failed, and those that an earlier run left half-done
 * @param closures what was proven of the access, by {@code host/import}
 * @param refusals of the guard; when there are any, nothing was done
 */
public record ApplyOutcome(
    List<BatchResult> batches,
    List<BatchResult> rollbacks,
    SortedMap<String, Closure> closures,
    List<Refusal> refusals) {
  public ApplyOutcome {
    batches = List.copyOf(batches);
    rollbacks = List.copyOf(rollbacks);
    closures = Collections.unmodifiableSortedMap(new TreeMap<>(closures));
    refusals = List.copyOf(refusals);
  }

  /** Whether every batch succeeded whole, and nothing had to be taken back. */
  public boolean isWhole() {
    return refusals.isEmpty()
        && rollbacks.isEmpty()
        && batches.stream().allMatch(batch -> batch.state() == BatchState.SUCCEEDED);
  }
}
