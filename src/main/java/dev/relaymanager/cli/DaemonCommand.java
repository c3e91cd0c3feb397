package dev.relaymanager.cli;

import dev.relaymanager.api.ExitCodes;
import dev.relaymanager.api.Service;
import dev.relaymanager.daemon.Daemon;
import dev.relaymanager.engine.ApplyOutcome;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.plan.Plan;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "daemon",
    mixinStandardHelpOptions = true,
    description = {
      "Follows a repository: applies new commits and watches the hosts for drift.",
      "Commits reports to the report branch."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl daemon --repo https://git.example.com/relay.git --state /var/lib/relay",
      "  relayctl daemon --repo relay.git --once      one cycle, for cron or a test",
      "  relayctl daemon --repo relay.git --listen 127.0.0.1:8765      with the HTTP API"
    })
final class DaemonCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ListenOptions api = new ListenOptions();

  @Option(names = "--once", description = "One cycle, then end.")
  private boolean once;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Durations.class,
      description = "Between two looks for a new commit (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofSeconds(30);

  @Option(
      names = "--drift-interval",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Durations.class,
      description = "Between two comparisons with the hosts (default: ${DEFAULT-VALUE}).")
  private Duration driftInterval = Duration.ofMinutes(10);

  @Override
  public Integer call() throws InterruptedException {
    Talk talk = output.talk();
    try (StopSignal stop = new StopSignal();
        Service service =
            Service.open(
                repository.settings(),
                once ? null : api.options(),
                new Daemon.Schedule(interval, driftInterval),
                Holders.of("daemon"),
                ServiceTalk.listeners(output, talk),
                stop)) {
      service.engine().checkCanReport();
      return once ? exitCode(service.cycle()) : ServiceTalk.run(service, talk, interval);
    }
  }

  private static int exitCode(CycleResult result) {
    if (result.failure() != null) {
      return result.failure().exitCode();
    }
    Plan plan = Objects.requireNonNull(result.planned()).plan();
    ApplyOutcome outcome = Objects.requireNonNull(result.outcome());
    return ExitCodes.ofApply(plan, outcome);
  }
}
