package dev.relaymanager.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where packs are looked for. */
final class PackOptions {
  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The repository's working folder (default: here).")
  private Path folder = Path.of(".");

  @Mixin private StateOptions state = new StateOptions();

  Path folder() {
    return folder;
  }

  PackFinder finder() {
    return new PackFinder(folder, state.remotePacks());
  }
}
