package dev.relaymanager.cli;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.report.PlanText;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Takes a batch back: what it made is deleted, what it changed gets its earlier values.",
      "The revision goes into quarantine for that import until the next commit."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl provider batches                    lists batches",
      "  relayctl rollback --repo . --batch b-20261123T073000-1f3a9c"
    })
final class RollbackCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--batch", paramLabel = "ID", required = true, description = "Which batch.")
  private String batch = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--allow",
      paramLabel = "WORDS",
      description = "Lifts one refusal of the guard; the refusal says the words. Repeatable.")
  private Set<String> allow = Set.of();

  @Option(names = "--report", description = "Commit the outcome to the report branch.")
  private boolean report;

  @Override
  public Integer call() {
    Talk talk = output.talk();
    try (StopSignal stop = new StopSignal();
        Engine engine = repository.engine(talk);
        HeldLease lease = engine.lock(Holders.of("rollback"))) {
      if (report) {
        engine.checkCanReport();
      }
      Loaded loaded = engine.load();
      Plan plan = engine.planRollback(loaded, batch, lease);
      if (!output.json()) {
        output.print(PlanText.of(plan, output.palette()));
      }
      if (!yes && !Terminal.confirms("Roll this batch back?")) {
        return 1;
      }
      BatchResult result = engine.rollback(loaded, batch, new ApplyOptions(allow, stop), lease);
      if (report) {
        CycleText.tell(engine.report(List.of()), talk);
      }
      if (output.json()) {
        output.print(OutcomeJson.of(result));
      } else {
        output.print(OutcomeText.of(result, output.palette()));
      }
      return result.state() == BatchState.ROLLED_BACK ? 0 : 1;
    }
  }
}
