package dev.relaymanager.cli;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.report.Json;
import dev.relaymanager.store.Installs;
import dev.relaymanager.store.Packs;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the packs that are on record, every version that was applied, and the imports that use",
      "them. Needs no repository."
    },
    footer = {"", "Example:", "  relayctl pack list"})
final class PackListCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    try (Engine engine = repository.engine(output.talk())) {
      Packs packs = engine.store().packs();
      List<Installs.Install> installs = engine.store().installs().list();
      ArrayNode nodes = Json.array();
      List<Packs.Installed> recorded = packs.list();
      for (Packs.Installed installed : recorded) {
        Packs.PackRecord pack = installed.pack();
        int providers = packs.providers(pack.packId(), pack.version()).size();
        List<String> imports =
            installs.stream()
                .filter(install -> install.packId().equals(pack.packId()))
                .filter(install -> install.packVersion().equals(pack.version()))
                .map(install -> install.host() + "/" + install.importName())
                .toList();
        if (output.json()) {
          ObjectNode node = nodes.addObject();
          node.put("pack_id", pack.packId())
              .put("version", pack.version())
              .put("digest", pack.digest())
              .put("host_versions", pack.hostVersions())
              .put("source", pack.source())
              .put("installed_at", installed.installedAt().toString())
              .put("providers", providers);
          ArrayNode users = node.putArray("imports");
          imports.forEach(users::add);
        } else {
          output.print(
              "%-20s %-10s %3d providers  hosts %-20s from %s%n"
                  .formatted(
                      pack.packId(),
                      pack.version(),
                      providers,
                      pack.hostVersions(),
                      pack.source()));
          output.print("  " + pack.digest() + "\n");
          if (!imports.isEmpty()) {
            output.print("  used by " + String.join(", ", imports) + "\n");
          }
        }
      }
      if (output.json()) {
        output.print(nodes);
      } else if (recorded.isEmpty()) {
        output.print("No packs on record yet: relayctl apply puts them there.\n");
      }
      return 0;
    }
  }
}
