package dev.relaymanager.cli;

import dev.relaymanager.pack.RemotePacks;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The working folder of a repository, and what its packs from elsewhere need. */
final class FolderOptions {
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

  RemotePacks remotePacks() {
    return state.remotePacks();
  }

  PackFinder finder() {
    return new PackFinder(folder, remotePacks());
  }
}
