package dev.relaymanager.cli;

import dev.relaymanager.api.ExitCodes;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Refusal;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.PlanJson;
import dev.relaymanager.report.PlanText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
  @Mixin private ServerOptions server = new ServerOptions();

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
    Optional<Remote> remote = server.remote(output, repository.hostHttp());
    if (remote.isPresent()) {
      try (Remote service = remote.get()) {
        return remote(service);
      }
    }
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
      return ExitCodes.ofPlan(planned.plan(), detailedExitCode);
    }
  }

  private int remote(Remote service) {
    if (out != null) {
      throw new InvalidInputException(
          Problem.of(
              "no-pinned-plan",
              "a plan that is kept is carried out by whoever has the repository",
              "leave out --out, or --server"));
    }
    int exitCode = service.print(service.get("/api/plan" + scope.query()));
    return exitCode == 2 && !detailedExitCode ? 0 : exitCode;
  }

  private void show(Plan plan, List<Refusal> refusals) {
    output.print(
        output.json()
            ? Json.text(PlanJson.of(plan, refusals))
            : PlanText.of(plan, refusals, output.palette()));
  }
}
