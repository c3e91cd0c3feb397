package dev.relaymanager.simulation;

import dev.relaymanager.engine.EngineSettings;
import dev.relaymanager.git.Committer;
import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedHostOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a manager works with: a simulated host with its vendor, a bare repository, an identity, a
 * state folder. The state folder is another one after each crash: a copy of what was on disk then.
 */
final class Surroundings implements AutoCloseable {
  static final List<String> USERS =
      List.of("ann@example.com", "bob@example.com", "cem@example.com", "dan@example.com");
  static final String ADMIN_KEY = "admin-invented/for+the=simulation";

  /** The same for all seeds: what is random about it shows nowhere but in fingerprints. */
  static final Identity IDENTITY = Identity.generate();

  final Path folder;
  final SimulatedHost host;
  final Committer repository;
  private final Path identityFile;
  private Path state;
  private int states;

  Surroundings(Path folder, String version) {
    this.folder = folder;
    this.host =
        SimulatedHost.start(
            SimulatedHostOptions.of(version).withAdminKey(ADMIN_KEY).withVendorPort(0));
    this.repository = Committer.make(folder.resolve("relay.git"));
    this.identityFile = folder.resolve("relay.identity");
    IDENTITY.write(identityFile);
    this.state = nextState();
    USERS.forEach(user -> host.backDoor().addUser(user, "Invented-Pass-1"));
  }

  EngineSettings settings() {
    return new EngineSettings(
        repository.folder().toString(),
        "main",
        state,
        identityFile,
        null,
        null,
        host.vendor().authorityPem(),
        List.of(new ConnectTo("api.deepseek.com", 443, "127.0.0.1", host.vendor().port())),
        Duration.ZERO,
        EngineSettings.REPORT_BRANCH,
        Map.of(),
        false);
  }

  /** A folder that is not there yet. */
  Path nextState() {
    states++;
    return folder.resolve("state-" + states);
  }

  Path state() {
    return state;
  }

  void goOnWith(Path other) {
    state = other;
  }

  /** Copies the state folder as it is on disk, which is what a killed process leaves. */
  void copyState(Path to) {
    try (Stream<Path> tree = Files.walk(state)) {
      for (Path path : tree.toList()) {
        Path copy = to.resolve(state.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else if (!path.getFileName().toString().endsWith("-shm")) {
          Files.copy(path, copy);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    host.close();
    repository.close();
  }
}
