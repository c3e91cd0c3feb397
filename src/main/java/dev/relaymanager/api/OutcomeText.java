package dev.relaymanager.api;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.engine.ApplyOutcome;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.report.Palette;

/** What an apply did, for people. */
public final class OutcomeText {
  private OutcomeText() {}

  public static String of(ApplyOutcome outcome, Palette palette) {
    StringBuilder text = new StringBuilder();
    outcome.batches().forEach(batch -> text.append(of(batch, palette)));
    outcome.rollbacks().forEach(batch -> text.append(of(batch, palette)));
    outcome
        .closures()
        .forEach(
            (name, closure) -> {
              text.append("%s: access %s%n".formatted(name, palette.bold(closure.state().id())));
              closure.evidence().lines().forEach(line -> text.append("  " + line + "\n"));
            });
    return text.toString();
  }

  public static String of(BatchResult batch, Palette palette) {
    String state =
        switch (batch.state()) {
          case SUCCEEDED -> palette.green(batch.state().id());
          case PARTIALLY_SUCCEEDED, ROLLED_BACK -> palette.yellow(batch.state().id());
          case PENDING, PREVIEWED, RUNNING, FAILED, ROLLBACK_RUNNING ->
              palette.red(batch.state().id());
        };
    StringBuilder text =
        new StringBuilder(
            "%s/%s: batch %s %s%n"
                .formatted(batch.host(), batch.importName(), batch.batchId(), state));
    if (batch.state() != BatchState.SUCCEEDED && !batch.detail().isEmpty()) {
      batch.detail().lines().forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString();
  }
}
