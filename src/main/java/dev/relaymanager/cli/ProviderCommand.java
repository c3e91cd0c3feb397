package dev.relaymanager.cli;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.report.Json;
import dev.relaymanager.store.Batches;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "provider",
    mixinStandardHelpOptions = true,
    description = "Imports keys without a repository, and looks at what was imported.",
    footer = {"", "Example:", "  relayctl provider batches --import deepseek"},
    subcommands = {
      ProviderCommand.PreviewCommand.class,
      ProviderCommand.ImportCommand.class,
      ProviderCommand.BatchesCommand.class
    })
final class ProviderCommand {
  @Command(
      name = "preview",
      mixinStandardHelpOptions = true,
      description = "Shows what an import would do. Reads the host, changes and keeps nothing.",
      footer = {
        "",
        "Example:",
        "  relayctl provider preview deepseek --host prod --user alice@example.com=30 < keys.txt"
      })
  static final class PreviewCommand implements Callable<Integer> {
    @Mixin private RepositoryOptions repository = new RepositoryOptions();
    @Mixin private OutputOptions output = new OutputOptions();
    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private ImportRequestOptions request = new ImportRequestOptions();

    @Override
    public Integer call() {
      ObjectNode body = request.body();
      try (Served served = Served.by(server, repository, output, "provider preview")) {
        return PreviewText.print(
            output, served.remote().post(request.path("preview-import"), body));
      }
    }
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Imports keys onto a host as one batch, and proves that users can call the model. For what",
        "no repository declares: the host comes from relayctl host add, the pack from relayctl pack",
        "add; relayctl export writes it all as YAML once there is a repository. Keys come from stdin,",
        "one a line, or from a prompt."
      },
      footer = {
        "",
        "Examples:",
        "  relayctl provider import deepseek --host prod --user alice@example.com=30 < keys.txt",
        "  relayctl provider import kimi --host prod --mode partial --access both --price 9.90 < keys.txt"
      })
  static final class ImportCommand implements Callable<Integer> {
    @Mixin private RepositoryOptions repository = new RepositoryOptions();
    @Mixin private OutputOptions output = new OutputOptions();
    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private ImportRequestOptions request = new ImportRequestOptions();

    @Override
    public Integer call() {
      ObjectNode body = request.body();
      try (Served served = Served.by(server, repository, output, "provider import")) {
        return BatchAnswerText.print(output, served.remote().post(request.path("import"), body));
      }
    }
  }

  @Command(
      name = "batches",
      mixinStandardHelpOptions = true,
      description = "Lists batches, the newest first.",
      footer = {"", "Example:", "  relayctl provider batches --import deepseek"})
  static final class BatchesCommand implements Callable<Integer> {
    @Mixin private RepositoryOptions repository = new RepositoryOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Mixin private ImportFilter filter = new ImportFilter();

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "How many (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Override
    public Integer call() {
      try (Engine engine = repository.engine(output.talk())) {
        List<Batches.Batch> batches =
            engine.store().batches().page(filter.host(), filter.importName(), null, limit);
        if (output.json()) {
          ArrayNode nodes = Json.array();
          batches.forEach(
              batch ->
                  nodes
                      .addObject()
                      .put("batch_id", batch.header().id())
                      .put("host", batch.header().host())
                      .put("import", batch.header().importName())
                      .put("status", batch.state().id())
                      .put("origin", batch.header().origin())
                      .put("author", batch.header().author())
                      .put("opened_at", batch.header().openedAt().toString())
                      .put("detail", batch.detail()));
          output.print(nodes);
          return 0;
        }
        if (batches.isEmpty()) {
          output.print("No batches.\n");
        }
        for (Batches.Batch batch : batches) {
          output.print(
              "%s  %-20s  %s/%s  %s%n"
                  .formatted(
                      batch.header().id(),
                      batch.state().id(),
                      batch.header().host(),
                      batch.header().importName(),
                      batch.header().author()));
        }
        return 0;
      }
    }
  }
}
