package dev.relaymanager.cli;

import dev.relaymanager.report.Json;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "access",
    mixinStandardHelpOptions = true,
    description = "Who may use an import, and whether they really can.",
    footer = {"", "Example:", "  relayctl access status deepseek"},
    subcommands = {AccessCommand.StatusCommand.class, AccessCommand.AssignCommand.class})
final class AccessCommand {
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Whether users can call a provider's models, and what proved it.",
      footer = {
        "",
        "Examples:",
        "  relayctl access status deepseek",
        "  relayctl access status deepseek --server https://relay.example.com --output json"
      })
  static final class StatusCommand implements Callable<Integer> {
    @Mixin private RepositoryOptions repository = new RepositoryOptions();
    @Mixin private OutputOptions output = new OutputOptions();
    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "PROVIDER", description = "Its id in the pack.")
    private String provider = "";

    @Override
    public Integer call() {
      try (Served served = Served.by(server, repository, output, "access status")) {
        JsonNode status = served.remote().json("/api/providers/" + provider + "/access/status");
        if (output.json()) {
          output.print(status);
          return 0;
        }
        if (status.path("imports").isEmpty()) {
          output.print("Nothing of this provider was imported.\n");
        }
        for (JsonNode one : status.path("imports")) {
          output.print(
              "%s/%s  %s%n"
                  .formatted(
                      one.path("host_id").stringValue(""),
                      one.path("import").stringValue(""),
                      output.palette().bold(one.path("access_closure_status").stringValue(""))));
          one.path("evidence")
              .stringValue("")
              .lines()
              .forEach(line -> output.print("  " + line + "\n"));
        }
        return 0;
      }
    }
  }

  @Command(
      name = "assign",
      mixinStandardHelpOptions = true,
      description = {
        "Gives users access to an import that no repository declares, changes how long, or ends it.",
        "What a repository declares is changed there."
      },
      footer = {
        "",
        "Examples:",
        "  relayctl access assign deepseek --host prod --user alice@example.com=30",
        "  relayctl access assign deepseek --host prod --user 42=2027-06-30 --revoke bob@example.com",
        "  relayctl access assign deepseek --host prod --user alice@example.com=30 --dry-run"
      })
  static final class AssignCommand implements Callable<Integer> {
    @Mixin private RepositoryOptions repository = new RepositoryOptions();
    @Mixin private OutputOptions output = new OutputOptions();
    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "PROVIDER", description = "Its id in the pack.")
    private String provider = "";

    @Option(names = "--host", required = true, paramLabel = "NAME", description = "On which host.")
    private String host = "";

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "Name of the import, when the provider has several there.")
    private @Nullable String name;

    @Option(
        names = "--user",
        paramLabel = "USER=DAYS",
        description = "A user, by e-mail or id, and the days or the last day. Repeatable.")
    private List<String> users = List.of();

    @Option(
        names = "--revoke",
        paramLabel = "USER",
        description = "Ends a user's access. Repeatable.")
    private List<String> revoked = List.of();

    @Option(
        names = "--allow",
        paramLabel = "WORDS",
        description = "Lifts one refusal of the guard; the refusal says the words. Repeatable.")
    private Set<String> allow = Set.of();

    @Option(names = "--dry-run", description = "Only tell what would change.")
    private boolean dryRun;

    @Override
    public Integer call() {
      ObjectNode body = Json.object().put("host_id", host);
      if (name != null) {
        body.put("name", name);
      }
      UserTerms.addTo(body, users);
      ArrayNode revoke = body.putArray("revoke");
      revoked.forEach(revoke::add);
      ArrayNode words = body.putArray("allow");
      allow.forEach(words::add);
      String path = "/api/providers/" + provider + "/access/";
      try (Served served = Served.by(server, repository, output, "access assign")) {
        if (dryRun) {
          return PreviewText.print(output, served.remote().post(path + "preview", body));
        }
        return BatchAnswerText.print(
            output, served.remote().post(path + "assign-subscriptions", body));
      }
    }
  }
}
