package dev.relaymanager.cli;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Refusal;
import dev.relaymanager.report.PlanJson;
import dev.relaymanager.report.PlanText;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Shows what apply would do, and what was changed on the hosts. Changes nothing.",
    footer = {
      "",
      "Examples:",
      "  relayctl plan --repo https://git.example.com/relay.git",
      "  relayctl plan --repo . --output json | jq .summary",
      "  relayctl plan --repo . --out due.plan && relayctl apply --repo . due.plan",
      "  relayctl plan --repo . --target prod/deepseek --exclude 'prod/Subscription/*'",
      "  relayctl plan --repo . --detailed-exitcode    exits with 2 when there are changes"
    })
final class PlanCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Mixin private PlanScope scope = new PlanScope();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Keep the plan in a file; relayctl apply FILE does just that, or refuses.")
  private @Nullable Path out;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit with 2 when there are changes or drift.")
  private boolean detailedExitCode;

  @Override
  public Integer call() {
    Talk talk = output.talk();
    try (Engine engine = repository.engine(talk)) {
      Loaded loaded = engine.load();
      engine
          .rewritten(loaded)
          .ifPresent(problem -> talk.warning("apply would refuse this: " + problem));
      Planned planned = engine.plan(loaded, false, scope.options());
      List<Refusal> refusals = engine.refusals(planned, Set.of());
      show(planned.plan(), refusals);
      if (out != null) {
        PlanFile.write(out, planned.plan(), scope.options());
        talk.stage("kept in " + out + "; relayctl apply " + out + " does just that");
      }
      return exitCode(planned.plan(), detailedExitCode);
    }
  }

  private void show(Plan plan, List<Refusal> refusals) {
    if (output.json()) {
      ObjectNode document = PlanJson.of(plan);
      ArrayNode nodes = document.putArray("refusals");
      for (Refusal refusal : refusals) {
        nodes
            .addObject()
            .put("rule", refusal.rule())
            .put("limit", refusal.limit())
            .put("value", refusal.value())
            .put("message", refusal.message())
            .put("allow", refusal.allow());
      }
      output.print(document);
      return;
    }
    output.print(PlanText.of(plan, output.palette()));
    for (Refusal refusal : refusals) {
      output.print(
          output.palette().red("The guard would refuse this")
              + " (rule %s): %s%s%n"
                  .formatted(
                      refusal.rule(),
                      refusal.message(),
                      refusal.allow().isEmpty()
                          ? "."
                          : "; to allow it: --allow " + refusal.allow()));
    }
  }

  static int exitCode(Plan plan, boolean detailed) {
    if (!plan.unread().isEmpty() || plan.hasObstacles()) {
      return 1;
    }
    return detailed && (!plan.hasNoChanges() || plan.hasDrift()) ? 2 : 0;
  }
}
