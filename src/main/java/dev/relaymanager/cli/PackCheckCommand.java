package dev.relaymanager.cli;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.ModelChecks.Checked;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.probe.ModelComparison;
import dev.relaymanager.probe.ModelComparison.PackModel;
import dev.relaymanager.probe.ModelLister.Answer;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.Palette;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Asks vendors for their lists of models and tells what the pack names that is not listed, and",
      "the other way round. Costs no tokens. Without PACK: the providers that the repository's",
      "imports use, each with a key of such an import."
    },
    footer = {
      "",
      "A list is a hint, no proof: vendors go on answering to names that they list no more, and list",
      "some that a key may not call.",
      "",
      "Examples:",
      "  relayctl pack check --repo .",
      "  relayctl pack check packs/openai-cn-pack --provider moonshot < key",
      "  relayctl pack check --repo . --detailed-exitcode    exits with 2 when a name is not listed"
    })
final class PackCheckCommand implements Callable<Integer> {
  private static final int CHANGES_PRESENT = 2;

  /** More names than a person reads; JSON has them all. */
  private static final int NAMED = 12;

  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "PACK",
      description = "Folder, zip, address, or name of a Pack document here; wants --provider.")
  private @Nullable String source;

  @Option(
      names = "--provider",
      paramLabel = "ID",
      description = "Only this provider. With PACK, its key is read from stdin or a prompt.")
  private @Nullable String provider;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit with 2 when the pack names a model that is not listed.")
  private boolean detailedExitCode;

  @Override
  public Integer call() {
    List<Checked> checked;
    try (Engine engine = repository.engine(output.talk())) {
      checked = source == null ? ofRepository(engine) : List.of(ofPack(engine, source));
    }
    boolean differs = false;
    ArrayNode nodes = Json.array();
    for (Checked one : checked) {
      differs |= differs(one);
      if (output.json()) {
        nodes.add(json(one));
      } else {
        output.print(text(one, output.palette()));
      }
    }
    if (output.json()) {
      output.print(nodes);
    } else if (checked.isEmpty()) {
      output.print("No import uses such a provider.\n");
    }
    boolean unanswered = checked.stream().anyMatch(one -> one.answer() instanceof Answer.None);
    return unanswered ? 1 : differs && detailedExitCode ? CHANGES_PRESENT : 0;
  }

  private List<Checked> ofRepository(Engine engine) {
    return engine
        .modelChecks()
        .check(engine.load(), one -> provider == null || one.id().equals(provider));
  }

  private Checked ofPack(Engine engine, String named) {
    Pack pack = new PackFinder(Path.of("."), engine.remotePacks()).find(named);
    if (provider == null) {
      throw new InvalidInputException(
          Problem.of(
              "no-provider-named",
              "a key is of one vendor, and no provider is named",
              "say --provider ID: one of "
                  + pack.providers().stream()
                      .map(dev.relaymanager.pack.Provider::id)
                      .collect(Collectors.joining(", "))));
    }
    OpenedKeys typed = SealingOptions.read();
    try {
      return engine
          .modelChecks()
          .check(pack, PackShowCommand.provider(pack, provider), typed.keys().get(0));
    } finally {
      typed.keys().forEach(Secret::close);
    }
  }

  private static boolean differs(Checked checked) {
    return checked.answer() instanceof Answer.Listed list
        && !ModelComparison.of(checked.provider(), list).notListed().isEmpty();
  }

  private static String text(Checked checked, Palette palette) {
    String head = checked.provider().id() + "  (" + checked.pack() + ")  ";
    return switch (checked.answer()) {
      case Answer.None none -> head + palette.red(none.why()) + "\n";
      case Answer.Listed list ->
          head + text(list, ModelComparison.of(checked.provider(), list), palette);
    };
  }

  private static String text(Answer.Listed list, ModelComparison found, Palette palette) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d of the pack's models listed, of %d that the vendor lists%n"
            .formatted(found.listed(), list.models().size()));
    for (PackModel model : found.notListed()) {
      text.append("  ")
          .append(palette.red("- "))
          .append(shown(model))
          .append(model.state().isEmpty() ? "  is not listed" : "  is shut down, says the vendor")
          .append('\n');
    }
    for (PackModel model : found.ending()) {
      text.append("  ")
          .append(palette.yellow("! "))
          .append(shown(model))
          .append("  ends soon, says the vendor\n");
    }
    List<String> unknown = found.notInPack();
    if (!unknown.isEmpty()) {
      int more = unknown.size() - Math.min(NAMED, unknown.size());
      text.append("  ")
          .append(palette.green("+ "))
          .append("not in the pack: ")
          .append(unknown.stream().limit(NAMED).collect(Collectors.joining(", ")))
          .append(more == 0 ? "" : " and " + more + " more (--output json has all)")
          .append('\n');
    }
    return text.toString();
  }

  private static String shown(PackModel model) {
    return model.name()
        + (model.upstream().equals(model.name()) ? "" : ", the vendor's " + model.upstream())
        + (model.isDefault() ? " (offered by default)" : "");
  }

  private static ObjectNode json(Checked checked) {
    ObjectNode node = Json.object();
    node.put("pack", checked.pack()).put("provider_id", checked.provider().id());
    switch (checked.answer()) {
      case Answer.None none -> node.put("problem", none.why());
      case Answer.Listed list -> {
        ModelComparison found = ModelComparison.of(checked.provider(), list);
        node.put("listed", found.listed());
        put(node.putArray("not_listed"), found.notListed());
        put(node.putArray("ending"), found.ending());
        ArrayNode unknown = node.putArray("not_in_pack");
        found.notInPack().forEach(unknown::add);
      }
    }
    return node;
  }

  private static void put(ArrayNode nodes, List<PackModel> models) {
    for (PackModel model : models) {
      nodes
          .addObject()
          .put("name", model.name())
          .put("upstream", model.upstream())
          .put("default", model.isDefault())
          .put("state", model.state());
    }
  }
}
