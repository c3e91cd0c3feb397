package dev.relaymanager.cli;

import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedVendor;
import dev.relaymanager.store.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A scene in which one kind of work is killed, from a folder that did not exist; or, where it was
 * found in order after that, once more.
 */
final class World implements AutoCloseable {
  private final Path folder;
  private final Kind kind;
  private final Scene scene;
  private int round;

  /**
   * What kind of world.
   *
   * @param small with one key only, and on a host that is known already
   */
  record Kind(Scenario scenario, String version, boolean small) {
    private void write(Scene scene) {
      // The manager's own pace would be most of the time that it takes.
      scene.replace(
          Scene.HOST,
          "versions:",
          "limits: {concurrency: 8, requestsPerSecond: 1000}\n  versions:");
      if (small) {
        scene.replace(Scene.IMPORT, "    - {id: team-b, sealed: keys/deepseek-team-b.age}\n", "");
        scene.remove("keys/deepseek-team-b.age");
      }
    }
  }

  World(Path folder, Kind kind, SimulatedVendor vendor) {
    this.folder = folder;
    this.kind = kind;
    try {
      Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    SimulatedHost host = SimulatedHost.start(Scene.withoutVendor(kind.version()));
    this.scene = Scene.oneOfMany(folder, host, vendor, kind::write);
  }

  Scene scene() {
    return scene;
  }

  /** How often it was prepared. */
  int round() {
    return round;
  }

  /** Brings it up to the command that is killed; false when it is used up. */
  boolean prepare() {
    round++;
    if (round > 1) {
      return kind.scenario().again(scene, round);
    }
    if (kind.small()) {
      scene.run("plan").exits(0);
    }
    kind.scenario().prepare(scene);
    return true;
  }

  List<String> command() {
    return kind.scenario().command(scene);
  }

  /**
   * As {@code relayctl unlock}, for an operator who knows that the process is dead and does not
   * want to wait a minute.
   */
  void unlock() {
    try (StateStore store = scene.store()) {
      store.lease().read().ifPresent(held -> store.lease().unlock(held.id()));
    }
  }

  /** Goes on with what was killed. */
  void goOn() {
    unlock();
    if (kind.scenario().ends()) {
      kind.scenario().goOn(scene);
    }
  }

  /** Ends the host and deletes all that there is. */
  @Override
  public void close() {
    scene.close();
    try (Stream<Path> below = Files.walk(folder)) {
      List<Path> paths = below.sorted(Comparator.reverseOrder()).toList();
      for (Path path : paths) {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
