package dev.relaymanager.cli;

import dev.relaymanager.desired.DocumentLoader;
import dev.relaymanager.desired.Documents;
import dev.relaymanager.desired.Expander;
import dev.relaymanager.desired.PackShelf;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.git.FolderTree;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.report.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Checks documents, packs and, when an identity is given, sealed keys.",
      "Tells every problem at once, with file, line and column. Asks no host."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl validate .                         the files as they stand, before a commit",
      "  relayctl validate --repo URL --ref topic    a branch"
    })
final class ValidateCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "A folder to check as it stands, committed or not.")
  private @Nullable Path folder;

  @Option(
      names = "--without-keys",
      description = "Do not open sealed keys, even though an identity is given.")
  private boolean withoutKeys;

  @Override
  public Integer call() {
    try (Engine engine = repository.engine(output.talk())) {
      FileTree tree = folder == null ? engine.tree() : FolderTree.of(folder);
      Documents documents = DocumentLoader.load(tree);
      Map<String, Pack> packs = PackShelf.load(tree, documents, engine.remotePacks());
      boolean opened = repository.identity() != null && !withoutKeys;
      int keys = 0;
      if (opened) {
        Loaded loaded = engine.load(tree, null);
        engine.checkHostKeys(loaded);
        keys =
            loaded.state().imports().stream()
                .mapToInt(
                    one ->
                        (int)
                            one.resources().stream()
                                .filter(resource -> resource.upstreamKey() != null)
                                .count())
                .sum();
      } else {
        Expander.check(documents, packs);
      }
      say(documents, packs, opened, keys);
      return 0;
    }
  }

  private void say(Documents documents, Map<String, Pack> packs, boolean opened, int keys) {
    if (output.json()) {
      output.print(
          Json.object()
              .put("valid", true)
              .put("hosts", documents.hosts().size())
              .put("packs", packs.size())
              .put("imports", documents.imports().size())
              .put("grants", documents.grants().size())
              .put("keys_opened", opened));
      return;
    }
    output.print(
        "Valid: %s, %s, %s, %s; %s.%n"
            .formatted(
                count(documents.hosts().size(), "host"),
                count(packs.size(), "pack"),
                count(documents.imports().size(), "import"),
                count(documents.grants().size(), "grant"),
                opened
                    ? "all keys open and make " + count(keys, "account")
                    : "sealed keys were not opened (no --identity)"));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
