package dev.relaymanager.cli;

import dev.relaymanager.cli.KillPoint.Place;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One part of what is killed.
 *
 * @param twice whether what goes on after a kill is killed once more
 */
record KillWork(Scenario scenario, boolean twice) {
  /** How many are killed with one process: each part of {@link #SMALL} takes two then. */
  static final int TOGETHER = 54;

  /** How many parts go on beside each other then: one starts processes while another is at work. */
  static final int BESIDE = 2;

  /** All there is. */
  static final List<KillWork> ALL =
      Stream.concat(
              Arrays.stream(Scenario.values()).map(scenario -> new KillWork(scenario, false)),
              Stream.of(Scenario.IMPORT, Scenario.ROTATION)
                  .map(scenario -> new KillWork(scenario, true)))
          .toList();

  /** What a minute is enough for. */
  static final List<KillWork> SMALL =
      Stream.of(Scenario.IMPORT, Scenario.UPDATE, Scenario.ROTATION, Scenario.ROLLBACK)
          .map(scenario -> new KillWork(scenario, false))
          .toList();

  /** What came of it. */
  record Result(KillWork work, int requests, int commits, KillTally tally, long seconds) {
    @Override
    public String toString() {
      return "%-14s %4d requests, %3d commits: %s, in %d s"
          .formatted(work.name(), requests, commits, tally, seconds);
    }
  }

  /** As it is called on the command line. */
  String name() {
    return scenario.name().toLowerCase(Locale.ROOT) + (twice ? "-twice" : "");
  }

  /**
   * Kills everywhere.
   *
   * @param together how many are killed with one process at least
   */
  Result run(Path folder, String version, boolean small, int together) {
    long begun = System.nanoTime();
    World.Kind kind = new World.Kind(scenario, version, small);
    boolean needsHerd = twice || !scenario.ends();
    try (KillRun run =
        KillRun.learn(
            folder.resolve(name()), kind, needsHerd ? Math.max(together, TOGETHER) : together)) {
      KillTally tally = new KillTally();
      if (twice) {
        tally.killTwiceEverywhere(run);
      } else {
        tally.killEverywhere(run);
      }
      return new Result(
          this,
          run.count(Place.REQUEST),
          run.count(Place.WRITE),
          tally,
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
    }
  }
}
