package dev.relaymanager.cli;

import dev.relaymanager.cli.KillPoint.Place;
import dev.relaymanager.sim.SimulatedHostOptions;
import dev.relaymanager.store.Lease;
import dev.relaymanager.store.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kills one kind of work at points of its way, each time from the beginning, and goes on with it.
 */
final class KillRun {
  private final Path folder;
  private final SimulatedHostOptions options;
  private final Scenario scenario;
  private final Aftermath wanted;
  private final Map<Place, Integer> counts;

  private KillRun(
      Path folder,
      SimulatedHostOptions options,
      Scenario scenario,
      Aftermath wanted,
      Map<Place, Integer> counts) {
    this.folder = folder;
    this.options = options;
    this.scenario = scenario;
    this.wanted = wanted;
    this.counts = counts;
  }

  /**
   * What came of one kill.
   *
   * @param killed false when the process came to its end before the point
   */
  record Outcome(KillPoint point, boolean killed, Aftermath.Faults faults, String said) {}

  /** Lets the work come to its end undisturbed, to learn what it comes by and what it leaves. */
  static KillRun learn(Path folder, String version, Scenario scenario) {
    SimulatedHostOptions options = Scene.options(version);
    try (Scene scene = fresh(folder, options)) {
      scenario.prepare(scene);
      Map<Place, Integer> counts = Victim.count(scene, scenario.command(scene));
      scenario.goOn(scene);
      Aftermath wanted = Aftermath.of(scene);
      Aftermath.Faults faults = wanted.faults(wanted);
      if (!faults.none() || counts.containsValue(0)) {
        throw new IllegalStateException(scenario + " undisturbed: " + counts + ", " + faults);
      }
      return new KillRun(folder, options, scenario, wanted, counts);
    }
  }

  /** How many writes or requests the undisturbed work came by. */
  int count(Place place) {
    return counts.get(place);
  }

  Scenario scenario() {
    return scenario;
  }

  /** Kills it at a point, starts it again, and looks at what there is. */
  Outcome kill(KillPoint point) {
    try (Scene scene = fresh(folder, options)) {
      scenario.prepare(scene);
      Victim.Fate fate = Victim.run(scene, scenario.command(scene), point);
      Aftermath.Faults faults;
      try {
        unlock(scene);
        scenario.goOn(scene);
        faults = Aftermath.of(scene).faults(wanted);
      } catch (RuntimeException | AssertionError notGoneOn) {
        faults = Aftermath.Faults.of(notGoneOn);
      }
      return new Outcome(point, fate.wasKilled(), faults, fate.said());
    }
  }

  /** As an operator does who knows that the process is dead and does not want to wait a minute. */
  private static void unlock(Scene scene) {
    Optional<Lease.Holding> held;
    try (StateStore store = scene.store()) {
      held = store.lease().read();
    }
    held.ifPresent(lease -> scene.run("unlock", Long.toString(lease.id())).exits(0));
  }

  private static Scene fresh(Path folder, SimulatedHostOptions options) {
    clear(folder);
    return Scene.in(folder, options);
  }

  private static void clear(Path folder) {
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> below = Files.walk(folder)) {
          List<Path> paths = below.sorted(Comparator.reverseOrder()).toList();
          for (Path path : paths) {
            Files.delete(path);
          }
        }
      }
      Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
