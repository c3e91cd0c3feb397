package dev.relaymanager.cli;

import dev.relaymanager.cli.KillPoint.Moment;
import dev.relaymanager.cli.KillPoint.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kills one kind of work at points of its way, each time from the beginning, and goes on with it.
 */
final class KillRun implements AutoCloseable {
  private final World.Kind kind;
  private final int together;
  private final Worlds worlds;

  /** One for each aim that a world's work alternates between where it is used again. */
  private final List<Aftermath> wanted = new ArrayList<>();

  private final Map<Place, Integer> counts = new EnumMap<>(Place.class);

  private KillRun(Path folder, World.Kind kind, int together) {
    this.kind = kind;
    this.together = together;
    this.worlds = new Worlds(folder, kind);
  }

  /**
   * What came of one kill, or of two in a row.
   *
   * @param point the last one
   * @param killed false when the process came to its end before the point
   */
  record Outcome(KillPoint point, boolean killed, Aftermath.Faults faults, String said) {}

  /** A point at which a world's command is killed, and what had to be said of it. */
  private record Killed(World world, KillPoint point, boolean dead, String said) {}

  /**
   * Lets the work come to its end undisturbed, to learn what it comes by and what it leaves.
   *
   * @param together how many are killed with one process; 1 for a process of the packaged program
   *     for each
   */
  static KillRun learn(Path folder, World.Kind kind, int together) {
    KillRun run = new KillRun(folder, kind, together);
    try {
      run.learn();
      return run;
    } catch (RuntimeException | AssertionError failed) {
      run.close();
      throw failed;
    }
  }

  private void learn() {
    World world = worlds.take(1).getFirst();
    Doomed undisturbed = new Doomed(world.scene(), world.command(), null);
    Herd.run(List.of(undisturbed));
    goOn(List.of(world));
    Aftermath left = Aftermath.of(world.scene());
    Aftermath.Faults faults = left.faults(left);
    for (Place place : kind.scenario().places()) {
      counts.put(place, undisturbed.met(place));
    }
    if (!faults.none() || counts.containsValue(0)) {
      throw new IllegalStateException(kind + " undisturbed: " + counts + ", " + faults);
    }
    wanted.add(left);
    if (world.prepare()) {
      kind.scenario().goOn(world.scene());
      wanted.add(Aftermath.of(world.scene()));
      worlds.giveBack(world);
    } else {
      world.close();
    }
  }

  /** How many writes or requests the undisturbed work came by; none where it is not killed. */
  int count(Place place) {
    return counts.getOrDefault(place, 0);
  }

  int together() {
    return together;
  }

  Scenario scenario() {
    return kind.scenario();
  }

  /** All points that the undisturbed work came by, and the one behind each end. */
  List<KillPoint> points() {
    List<KillPoint> points = new ArrayList<>();
    counts.forEach(
        (place, count) -> {
          for (Moment moment : Moment.values()) {
            for (int number = 1; number <= count + 1; number++) {
              points.add(new KillPoint(place, moment, number));
            }
          }
        });
    return points;
  }

  /** Kills it at each of these points, starts it again each time, and looks at what there is. */
  List<Outcome> kill(List<KillPoint> points) {
    return goOnAndLook(kill(worlds.take(points.size()), points));
  }

  /**
   * Kills it at each of these points and what goes on with it once more: where, that moves with the
   * number over all points that the latter comes by.
   *
   * @param first number of the first of the points
   */
  List<Outcome> killTwice(List<KillPoint> points, int first) {
    List<World> watched = worlds.take(points.size());
    kill(watched, points);
    watched.forEach(World::unlock);
    List<Doomed> recoveries = doomed(watched, null);
    Herd.run(recoveries);
    List<KillPoint> second = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      second.add(KillPoint.spread(first + i, recoveries.get(i)));
    }
    watched.forEach(worlds::giveBack);
    List<World> again = worlds.take(points.size());
    kill(again, points);
    again.forEach(World::unlock);
    return goOnAndLook(kill(again, second));
  }

  private List<Killed> kill(List<World> some, List<KillPoint> points) {
    if (together == 1) {
      World world = some.getFirst();
      Victim.Fate fate = Victim.run(world.scene(), world.command(), points.getFirst());
      return List.of(new Killed(world, points.getFirst(), fate.wasKilled(), fate.said()));
    }
    List<Doomed> doomed = doomed(some, points);
    Herd.run(doomed);
    List<Killed> killed = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      boolean dead = doomed.get(i).stoodStill().join();
      killed.add(new Killed(some.get(i), points.get(i), dead, doomed.get(i).said()));
    }
    return killed;
  }

  private static List<Doomed> doomed(List<World> some, @Nullable List<KillPoint> points) {
    List<Doomed> doomed = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      World world = some.get(i);
      doomed.add(new Doomed(world.scene(), world.command(), points == null ? null : points.get(i)));
    }
    return doomed;
  }

  private List<Outcome> goOnAndLook(List<Killed> killed) {
    if (!kind.scenario().ends()) {
      goOn(killed.stream().map(Killed::world).toList());
    }
    return Beside.each(Worlds.AT_ONCE, killed, this::lookAt);
  }

  private Outcome lookAt(Killed killed) {
    World world = killed.world();
    Aftermath.Faults faults;
    try {
      world.goOn();
      faults = Aftermath.of(world.scene()).faults(wanted.get((world.round() - 1) % wanted.size()));
    } catch (RuntimeException | AssertionError notGoneOn) {
      faults = Aftermath.Faults.of(notGoneOn);
    }
    if (faults.none()) {
      worlds.giveBack(world);
    } else {
      world.close();
    }
    return new Outcome(killed.point(), killed.dead(), faults, killed.said());
  }

  /** What does not end is started again until it is at rest, and then killed. */
  private void goOn(List<World> some) {
    some.forEach(World::unlock);
    if (!kind.scenario().ends()) {
      Herd.run(doomed(some, null));
    }
    some.forEach(World::goOn);
  }

  @Override
  public void close() {
    worlds.close();
  }
}
