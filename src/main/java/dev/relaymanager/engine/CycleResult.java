package dev.relaymanager.engine;

import dev.relaymanager.git.ReportResult;
import dev.relaymanager.model.RelayException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one cycle found and did.
 *
 * @param planned null when the revision could not be read
 * @param outcome null when nothing was carried out
 * @param failure why it did not come to its end; null when it did
 * @param problems what a person has to see to
 * @param report what became of the report; null where there is no branch for one
 */
public record CycleResult(
    @Nullable Planned planned,
    @Nullable ApplyOutcome outcome,
    @Nullable RelayException failure,
    List<String> problems,
    @Nullable ReportResult report) {
  public CycleResult {
    problems = List.copyOf(problems);
  }
}
