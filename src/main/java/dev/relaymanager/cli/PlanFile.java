package dev.relaymanager.cli;

import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.report.PinnedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pinned plan on disk. It holds no secret, but who may use what. */
final class PlanFile {
  private PlanFile() {}

  static void write(Path file, Plan plan, PlanOptions options) {
    PinnedPlan pinned =
        PinnedPlan.of(
            plan, options.selection(), options.retryQuarantined(), options.retryRefused());
    try {
      Files.writeString(file, pinned.text());
    } catch (IOException failed) {
      throw new EnvironmentException(
          "the plan cannot be written to %s (%s); check --out"
              .formatted(file, failed.getClass().getSimpleName()),
          failed);
    }
  }

  static PinnedPlan read(Path file) {
    try {
      return PinnedPlan.read(Files.readString(file), file.toString());
    } catch (IOException failed) {
      throw new EnvironmentException(
          "the plan %s cannot be read (%s)".formatted(file, failed.getClass().getSimpleName()),
          failed);
    }
  }
}
