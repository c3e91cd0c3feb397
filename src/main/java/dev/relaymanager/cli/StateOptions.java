package dev.relaymanager.cli;

import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.pack.RemotePacks;
import dev.relaymanager.packsource.PackFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the manager keeps what is its own, and whom it trusts when it fetches more. */
final class StateOptions {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "${env:RELAY_STATE:-.relay}",
      description = "Folder of the manager's own state (RELAY_STATE; default: .relay).")
  private Path folder = Path.of(".relay");

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      defaultValue = "${env:RELAY_CA_FILE}",
      description = "Further certificate authorities to trust, PEM (RELAY_CA_FILE).")
  private @Nullable Path caFile;

  Path folder() {
    return folder;
  }

  /** Authorities that are trusted beside the system's, PEM. */
  Optional<String> authorities() {
    if (caFile == null || caFile.toString().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(caFile));
    } catch (IOException unreadable) {
      throw new EnvironmentException(
          "the file of certificate authorities %s cannot be read (%s); check --ca-file"
              .formatted(caFile, unreadable.getClass().getSimpleName()),
          unreadable);
    }
  }

  /** How connections are made to what no repository describes. */
  HttpSettings http() {
    return HttpSettings.standard().withCa(authorities().orElse(null));
  }

  /** Packs from elsewhere, for commands that follow no repository and so have no token for one. */
  RemotePacks remotePacks() {
    return new PackFetcher(folder, http(), address -> Optional.empty());
  }
}
