package dev.relaymanager.cli;

import dev.relaymanager.daemon.Daemon;
import dev.relaymanager.engine.ApplyOutcome;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.plan.Plan;
import java.time.Duration;
import java.time.InstantSource;
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
      "  relayctl daemon --repo relay.git --once      one cycle, for cron or a test"
    })
final class DaemonCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();

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
    InstantSource clock = InstantSource.system();
    try (StopSignal stop = new StopSignal();
        Engine engine = repository.engine(talk);
        HeldLease lease = engine.lock(Holders.of("daemon"))) {
      engine.checkCanReport();
      Daemon daemon =
          new Daemon(
              engine,
              lease,
              clock,
              new Daemon.Schedule(interval, driftInterval),
              result -> CycleText.tell(result, output, talk),
              newer -> talk.stage(CycleText.overtakenBy(newer)));
      if (once) {
        return exitCode(daemon.cycle(stop));
      }
      boolean asked =
          daemon.run(
              stop,
              time -> stop.await(time.toMillis()),
              failed -> talk.warning(failed.explanation() + "; tried again in " + interval));
      if (!asked) {
        System.err.println("error: another process took the lock of the state; this one ends");
        return 4;
      }
      return 0;
    }
  }

  private static int exitCode(CycleResult result) {
    if (result.failure() != null) {
      return result.failure().exitCode();
    }
    Plan plan = Objects.requireNonNull(result.planned()).plan();
    ApplyOutcome outcome = Objects.requireNonNull(result.outcome());
    return ApplyCommand.exitCode(plan, outcome);
  }
}
