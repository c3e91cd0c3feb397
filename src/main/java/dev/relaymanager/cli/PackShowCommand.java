package dev.relaymanager.cli;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackFields;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.report.Json;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows what a pack says: its providers, or all of one provider.",
    footer = {
      "",
      "Examples:",
      "  relayctl pack show                          the pack that this relayctl brings along",
      "  relayctl pack show openai-cn-pack           of a Pack document in the working folder",
      "  relayctl pack show packs/openai-cn-pack --provider deepseek"
    })
final class PackShowCommand implements Callable<Integer> {
  @Mixin private FolderOptions working = new FolderOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "PACK",
      description = "Folder, zip, address, or name of a Pack document.")
  private @Nullable String source;

  @Option(names = "--provider", paramLabel = "ID", description = "All of this provider.")
  private @Nullable String provider;

  @Override
  public Integer call() {
    Pack pack = working.finder().find(source);
    List<Provider> shown = provider == null ? pack.providers() : List.of(provider(pack, provider));
    if (output.json()) {
      output.print(json(pack, shown));
    } else if (provider == null) {
      output.print(text(pack));
    } else {
      output.print(lines(PackFields.of(shown.get(0)), ""));
    }
    return 0;
  }

  /** A provider of a pack, or what there is in its place. */
  static Provider provider(Pack pack, String id) {
    return pack.provider(id)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Problem.of(
                        "unknown-provider",
                        "the pack %s %s has no provider %s"
                            .formatted(pack.id(), pack.version(), id),
                        "it has "
                            + pack.providers().stream()
                                .map(Provider::id)
                                .collect(Collectors.joining(", ")))));
  }

  private static String text(Pack pack) {
    StringBuilder text = new StringBuilder(pack.id()).append('\n');
    text.append(lines(PackFields.of(pack), "  "));
    text.append("  digest  ").append(pack.digest()).append("\n\n");
    for (Provider provider : pack.providers()) {
      text.append(
          "  %-12s %-42s %2d models, by default %s%n"
              .formatted(
                  provider.id(),
                  provider.baseUrl(),
                  provider.models().size(),
                  String.join(", ", provider.defaultModels())));
    }
    return text.toString();
  }

  private static String lines(SortedMap<String, String> fields, String indent) {
    int width = fields.keySet().stream().mapToInt(String::length).max().orElse(1);
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, value) ->
            text.append(indent)
                .append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(value)
                .append('\n'));
    return text.toString();
  }

  private static ObjectNode json(Pack pack, List<Provider> shown) {
    ObjectNode node = Json.object();
    node.put("pack_id", pack.id()).put("digest", pack.digest());
    PackFields.of(pack).forEach(node::put);
    ObjectNode providers = node.putObject("providers");
    for (Provider provider : shown) {
      ObjectNode one = providers.putObject(provider.id());
      PackFields.of(provider).forEach(one::put);
    }
    return node;
  }
}
