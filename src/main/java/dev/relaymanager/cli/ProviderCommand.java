package dev.relaymanager.cli;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.report.Json;
import dev.relaymanager.store.Batches;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
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
    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private ImportFilter filter = new ImportFilter();

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "How many (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Override
    public Integer call() {
      Optional<Remote> remote = server.remote(output, repository.hostHttp());
      if (remote.isPresent()) {
        try (Remote service = remote.get()) {
          return remote(service);
        }
      }
      try (Engine engine = repository.engine(output.talk())) {
        List<Batches.Batch> batches =
            engine.store().batches().page(filter.host(), filter.importName(), null, limit);
        return show(
            batches.stream()
                .map(
                    batch ->
                        line(
                            batch.header().host(),
                            Json.object()
                                .put("batch_id", batch.header().id())
                                .put("import", batch.header().importName())
                                .put("status", batch.state().id())
                                .put("origin", batch.header().origin())
                                .put("author", batch.header().author())
                                .put("opened_at", batch.header().openedAt().toString())
                                .put("detail", batch.detail())))
                .toList());
      }
    }

    private int remote(Remote service) {
      StringBuilder path = new StringBuilder("/api/import-batches?limit=" + limit);
      if (filter.host() != null) {
        path.append("&host_id=").append(URLEncoder.encode(filter.host(), StandardCharsets.UTF_8));
      }
      if (filter.importName() != null) {
        path.append("&import=")
            .append(URLEncoder.encode(filter.importName(), StandardCharsets.UTF_8));
      }
      List<ObjectNode> lines = new ArrayList<>();
      for (JsonNode batch : service.json(path.toString()).path("items")) {
        lines.add(line(batch.path("host_id").stringValue(""), batch));
      }
      return show(lines);
    }

    /** As it is printed, with its host by another name than the API has it. */
    private static ObjectNode line(String host, JsonNode batch) {
      ObjectNode line = Json.object();
      line.set("batch_id", batch.get("batch_id"));
      line.put("host", host);
      for (String field : List.of("import", "status", "origin", "author", "opened_at", "detail")) {
        line.set(field, batch.get(field));
      }
      return line;
    }

    private int show(List<ObjectNode> batches) {
      if (output.json()) {
        ArrayNode nodes = Json.array();
        batches.forEach(nodes::add);
        output.print(nodes);
        return 0;
      }
      if (batches.isEmpty()) {
        output.print("No batches.\n");
      }
      for (ObjectNode batch : batches) {
        output.print(
            "%s  %-20s  %s/%s  %s%n"
                .formatted(
                    batch.path("batch_id").stringValue(""),
                    batch.path("status").stringValue(""),
                    batch.path("host").stringValue(""),
                    batch.path("import").stringValue(""),
                    batch.path("author").stringValue("")));
      }
      return 0;
    }
  }
}
