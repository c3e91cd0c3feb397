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
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Installs a pack for what is imported without a repository. In a repository's working folder",
      "relayctl pack install does it."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl pack add                      the pack that relayctl brings along",
      "  relayctl pack add https://packs.example.com/cn-1.4.0.zip --digest sha256:…"
    })
final class PackAddCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "ADDRESS",
      description = "Where it is (default: the pack that relayctl brings along).")
  private String source = PackFinder.BUNDLED;

  @Option(
      names = "--digest",
      paramLabel = "SHA256",
      description = "What relayctl pack show says of it; needed for an address.")
  private @Nullable String digest;

  @Override
  public Integer call() {
    ObjectNode body = Json.object().put("source", source);
    if (digest != null) {
      body.put("digest", digest);
    }
    try (Served served = Served.by(server, repository, output, "pack add")) {
      JsonNode pack = served.remote().post("/api/packs/install", body);
      if (output.json()) {
        output.print(pack);
        return 0;
      }
      output.print(
          "%s %s  %d providers  %s%n"
              .formatted(
                  pack.path("pack_id").stringValue(""),
                  pack.path("version").stringValue(""),
                  pack.path("providers").size(),
                  pack.path("digest").stringValue("")));
      return 0;
    }
  }
}
