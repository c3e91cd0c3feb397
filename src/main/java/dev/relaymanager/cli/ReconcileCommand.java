package dev.relaymanager.cli;

import dev.relaymanager.report.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = "Compares imports with their hosts.",
    footer = {"", "Example:", "  relayctl reconcile run deepseek"},
    subcommands = ReconcileCommand.RunCommand.class)
final class ReconcileCommand {
  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = {
        "Compares a provider's imports with their hosts now, tries keys whose proof is old, and",
        "proves access again, as the daemon does on its schedule."
      },
      footer = {
        "",
        "Examples:",
        "  relayctl reconcile run deepseek --repo .",
        "  relayctl reconcile run deepseek --server https://relay.example.com"
      })
  static final class RunCommand implements Callable<Integer> {
    @Mixin private RepositoryOptions repository = new RepositoryOptions();
    @Mixin private OutputOptions output = new OutputOptions();
    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "PROVIDER", description = "Its id in the pack.")
    private String provider = "";

    @Option(names = "--host", paramLabel = "NAME", description = "Only on this host.")
    private @Nullable String host;

    @Override
    public Integer call() {
      ObjectNode body = Json.object();
      if (host != null) {
        body.put("host_id", host);
      }
      try (Served served = Served.by(server, repository, output, "reconcile run")) {
        JsonNode answer = served.remote().post("/api/providers/" + provider + "/reconcile", body);
        if (output.json()) {
          output.print(answer);
        } else {
          answer.path("imports").forEach(this::show);
        }
        boolean drifted = false;
        for (JsonNode one : answer.path("imports")) {
          drifted |= !one.path("drift").isEmpty();
        }
        return drifted ? 1 : 0;
      }
    }

    private void show(JsonNode one) {
      output.print(
          "%s/%s  %s  access %s%n"
              .formatted(
                  one.path("host_id").stringValue(""),
                  one.path("import").stringValue(""),
                  output.palette().bold(one.path("provider_status").stringValue("")),
                  one.path("access_closure_status").stringValue("")));
      one.path("detail").stringValue("").lines().forEach(line -> output.print("  " + line + "\n"));
    }
  }
}
