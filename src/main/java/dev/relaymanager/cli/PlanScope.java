package dev.relaymanager.cli;

import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.plan.Selection;
import java.util.List;
import picocli.CommandLine.Option;

/** Which part of what is due a plan takes in. */
final class PlanScope {
  @Option(
      names = "--target",
      paramLabel = "ADDRESS",
      description = {
        "Only this: an address (prod/Account/deepseek/team-a), an import on a host (prod/deepseek),",
        "or either with *. What it needs to be made first comes along. Repeatable."
      })
  private List<String> targets = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "ADDRESS",
      description = "Not this, written as for --target. Repeatable.")
  private List<String> excludes = List.of();

  @Option(
      names = "--retry-quarantined",
      description = "Take in what was rolled back at this revision.")
  private boolean retryQuarantined;

  @Option(
      names = "--retry-refused",
      description = "Take in keys of partial imports that failed their proof before.")
  private boolean retryRefused;

  PlanOptions options() {
    return new PlanOptions(retryQuarantined, retryRefused, new Selection(targets, excludes));
  }

  /** Whether anything was said. */
  boolean isGiven() {
    return !options().equals(PlanOptions.STANDARD);
  }
}
