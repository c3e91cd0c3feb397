package dev.relaymanager.cli;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.report.Json;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Secret;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Connects a host that no repository declares, finds out what it can do, and keeps it. Its",
      "admin API key comes from stdin or a prompt, never from the command line."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl host add prod --url https://sub2api.example.com < admin.key",
      "  relayctl host add prod --url https://sub2api.example.com --server https://relay.example.com"
    })
final class HostAddCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "NAME", description = "What to call it.")
  private String name = "";

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "Where it answers, without /api.")
  private String url = "";

  @Option(
      names = "--bearer",
      description = "The credential is an administrator's token instead of the admin API key.")
  private boolean bearer;

  @Option(names = "--versions", paramLabel = "RANGE", description = "Accepted versions of sub2api.")
  private @Nullable String versions;

  @Option(
      names = "--no-probe-user",
      description = "Make no user of the manager's own to prove access with.")
  private boolean noProbeUser;

  @Override
  public Integer call() {
    ObjectNode body = Json.object().put("name", name).put("base_url", url);
    if (versions != null) {
      body.put("versions", versions);
    }
    if (noProbeUser) {
      body.put("probe_user", false);
    }
    OpenedKeys keys = SealingOptions.read();
    try {
      if (keys.keys().size() != 1) {
        throw new InvalidInputException(
            Problem.of("one-key-wanted", "a host has one credential", "give just that"));
      }
      String credential = keys.keys().getFirst().reveal(text -> text);
      body.putObject("auth").put("type", bearer ? "bearer" : "admin_key").put("token", credential);
    } finally {
      keys.keys().forEach(Secret::close);
    }
    try (Served served = Served.by(server, repository, output, "host add")) {
      JsonNode host = served.remote().post("/api/hosts", body);
      if (output.json()) {
        output.print(host);
        return 0;
      }
      output.print(
          "host %s  sub2api %s  %s%n"
              .formatted(
                  host.path("host_id").stringValue(""),
                  host.path("version").stringValue(""),
                  host.path("status").stringValue("")));
      host.path("reasons").forEach(reason -> output.print("  " + reason.stringValue("") + "\n"));
      return host.path("status").stringValue("").equals("supported") ? 0 : 1;
    }
  }
}
