package dev.relaymanager.cli;

import dev.relaymanager.api.ExitCodes;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.report.PlanJson;
import dev.relaymanager.report.PlanText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "drift",
    mixinStandardHelpOptions = true,
    description = "Shows what was changed on the hosts since we recorded it. Changes nothing.",
    footer = {
      "",
      "Examples:",
      "  relayctl drift --repo .",
      "  relayctl drift --repo . --detailed-exitcode    exits with 2 when something drifted"
    })
final class DriftCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--detailed-exitcode", description = "Exit with 2 when something drifted.")
  private boolean detailedExitCode;

  @Override
  public Integer call() {
    Optional<Remote> remote = server.remote(output, repository.hostHttp());
    if (remote.isPresent()) {
      try (Remote service = remote.get()) {
        int exitCode = service.print(service.get("/api/drift"));
        return exitCode == 2 && !detailedExitCode ? 0 : exitCode;
      }
    }
    try (Engine engine = repository.engine(output.talk())) {
      Plan plan = engine.plan(engine.load(), false, PlanOptions.STANDARD).plan();
      if (output.json()) {
        output.print(PlanJson.drift(plan));
      } else {
        output.print(PlanText.driftOf(plan, output.palette()));
      }
      return ExitCodes.ofDrift(plan, detailedExitCode);
    }
  }
}
