package dev.relaymanager.cli;

import dev.relaymanager.declared.ApiDocuments;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.report.Json;
import dev.relaymanager.store.StateStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what came over the API as YAML with sealed keys, so that it can move into Git. Once",
      "the files are committed the repository owns it, and the plan is empty."
    },
    footer = {
      "",
      "Files go below api/ in the folder. One that is there with other content is not overwritten.",
      "",
      "Examples:",
      "  relayctl export --out my-relay",
      "  relayctl export --out my-relay && git -C my-relay add api && git -C my-relay commit"
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private StateOptions state = new StateOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Working folder of the repository.")
  private Path folder = Path.of("");

  @Override
  public Integer call() {
    SortedMap<String, byte[]> files;
    try (StateStore store = StateStore.open(state.folder(), InstantSource.system())) {
      files = ApiDocuments.standing(store.declarations()).files();
    }
    FolderChanges changes = new FolderChanges();
    files.forEach((path, content) -> changes.write(folder.resolve(path), content));
    changes
        .overwritten()
        .ifPresent(
            file -> {
              throw new InvalidInputException(
                  Problem.of(
                      "exists-already",
                      file + " is there already, with other content",
                      "move it away, or choose another folder; nothing was written"));
            });
    changes.carryOut();
    if (output.json()) {
      ObjectNode node = Json.object();
      ArrayNode written = node.putArray("files");
      files.keySet().forEach(written::add);
      output.print(node);
    } else if (files.isEmpty()) {
      output.print("Nothing came over the API.\n");
    } else {
      files.keySet().forEach(path -> output.print(path + "\n"));
    }
    return 0;
  }
}
