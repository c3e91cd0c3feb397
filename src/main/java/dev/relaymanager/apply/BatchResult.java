package dev.relaymanager.apply;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a batch ended.
 *
 * @param batchId which
 * @param host on which host
 * @param importName of which import
 * @param state where it stands now
 * @param steps in the order in which they ended
 * @param keys what was found of the upstream keys that were tried, by account
 * @param detail why it failed or succeeded in part; empty when all is well
 */
public record BatchResult(
    String batchId,
    String host,
    String importName,
    BatchState state,
    List<StepResult> steps,
    SortedMap<ResourceKey, KeyVerdict> keys,
    String detail) {
  public BatchResult {
    steps = List.copyOf(steps);
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
  }

  /**
   * Whether it failed because the host is not as its plan saw it; a new plan goes on from there.
   */
  public boolean isOutdated() {
    return state == BatchState.FAILED
        && steps.stream().anyMatch(step -> step.end() == StepResult.End.OUTDATED);
  }
}
