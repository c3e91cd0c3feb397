package dev.relaymanager.cli;

import dev.relaymanager.daemon.Daemon;
import dev.relaymanager.demo.Acceptance;
import dev.relaymanager.demo.AcceptanceOverHttp;
import dev.relaymanager.demo.DemoStep;
import dev.relaymanager.demo.DemoWorld;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.Palette;
import dev.relaymanager.report.PlanJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Plays the whole way on a simulated host, with a real Git repository.",
      "Connect, install, plan, apply, a user's call, drift, correction, rollback."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl demo",
      "  relayctl demo --over-http  the same over the HTTP API",
      "  relayctl demo --output json",
      "  relayctl demo --serve      leaves host, repository and daemon running to play with"
    })
final class DemoCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--host-version",
      paramLabel = "V",
      defaultValue = "0.1.126",
      description = "Which sub2api to simulate (default: ${DEFAULT-VALUE}).")
  private String version = "0.1.126";

  @Option(names = "--verbose", description = "Also tell what the engine does in each step.")
  private boolean verbose;

  @Option(
      names = "--over-http",
      description = "Play it over the HTTP API of a service that follows no repository.")
  private boolean overHttp;

  @Option(
      names = "--serve",
      description = "Leave host, repository and daemon running, and say how to play with them.")
  private boolean serve;

  @Override
  public Integer call() throws InterruptedException {
    Talk talk = output.talk();
    if (serve) {
      return serve(talk);
    }
    if (!output.json()) {
      output.print(
          "The acceptance of the mission, on a simulated sub2api %s:%n".formatted(version));
    }
    try (DemoWorld world = DemoWorld.create(version)) {
      EngineListener listener = verbose ? talk : SilentListener.INSTANCE;
      List<DemoStep> steps =
          overHttp
              ? new AcceptanceOverHttp(world, this::show, listener).play()
              : new Acceptance(world, this::show, listener).play();
      boolean all = steps.stream().allMatch(DemoStep::ok);
      if (output.json()) {
        output.print(json(steps));
      } else {
        output.print(
            all
                ? "All %d steps held. Try it yourself: docs/getting-started.md, or relayctl demo --serve%n"
                    .formatted(steps.size())
                : "A step failed; what it left is in %s%n".formatted(world.folder()));
      }
      if (all) {
        world.delete();
      }
      return all ? 0 : 1;
    }
  }

  private void show(DemoStep step) {
    if (output.json()) {
      return;
    }
    Palette palette = output.palette();
    output.print(
        "%s %s  %s%n    %s%n"
            .formatted(
                step.ok() ? palette.green("ok  ") : palette.red("FAIL"),
                palette.bold(step.name()),
                palette.dim(step.ms() + " ms"),
                step.detail().replace("\n", "\n    ")));
  }

  private static ObjectNode json(List<DemoStep> steps) {
    ObjectNode document = Json.object().put("format_version", PlanJson.FORMAT_VERSION);
    ArrayNode nodes = document.putArray("steps");
    for (DemoStep step : steps) {
      nodes
          .addObject()
          .put("name", step.name())
          .put("ok", step.ok())
          .put("detail", step.detail())
          .put("ms", step.ms());
    }
    return document;
  }

  private int serve(Talk talk) throws InterruptedException {
    InstantSource clock = InstantSource.system();
    try (StopSignal stop = new StopSignal();
        DemoWorld world = DemoWorld.create(version);
        Engine engine = Engine.open(world.settings(), clock, talk);
        HeldLease lease = engine.lock(Holders.of("demo --serve"))) {
      Daemon daemon =
          new Daemon(
              engine,
              lease,
              clock,
              new Daemon.Schedule(Duration.ofSeconds(2), Duration.ofSeconds(15)),
              result -> CycleText.tell(result, output, talk),
              newer -> talk.stage(CycleText.overtakenBy(newer)));
      daemon.cycle(stop);
      output.print(world.guide());
      daemon.run(
          stop, time -> stop.await(time.toMillis()), failed -> talk.warning(failed.explanation()));
      return 0;
    }
  }
}
