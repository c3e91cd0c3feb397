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

@Command(
    name = "provider",
    mixinStandardHelpOptions = true,
    description = "Looks at what was imported.",
    footer = {"", "Example:", "  relayctl provider batches --import deepseek"},
    subcommands = ProviderCommand.BatchesCommand.class)
final class ProviderCommand {
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
