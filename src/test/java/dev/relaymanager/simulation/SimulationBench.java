package dev.relaymanager.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code bench/simulation} runs: plays seeds, prints each that broke an invariant and a
 * summary in the last line, and exits with 1 when one did.
 */
final class SimulationBench {
  private static final String USAGE =
      "usage: bench/simulation [--seeds N | --minutes N] [--first SEED]";

  /** So many are played before the time is looked at. */
  private static final int ROUND = 50;

  private int seeds = 500;
  private Duration time = Duration.ZERO;
  private long first = new SecureRandom().nextLong(1, 1_000_000_000L);

  public static void main(String[] arguments) throws IOException {
    SimulationBench bench = new SimulationBench();
    if (!bench.understands(List.of(arguments))) {
      System.err.println(USAGE);
      System.exit(64);
    }
    System.exit(bench.run(Files.createTempDirectory("relay-simulation")) ? 0 : 1);
  }

  private boolean understands(List<String> arguments) {
    try {
      for (int i = 0; i + 1 < arguments.size(); i += 2) {
        long value = Long.parseLong(arguments.get(i + 1));
        switch (arguments.get(i)) {
          case "--seeds" -> seeds = Math.toIntExact(value);
          case "--minutes" -> time = Duration.ofMinutes(value);
          case "--first" -> first = value;
          default -> {
            return false;
          }
        }
      }
      return arguments.size() % 2 == 0;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  private boolean run(Path folder) {
    long begun = System.nanoTime();
    System.err.printf("simulation: seeds from %d on%n", first);
    List<Seeds.Broken> broken = new ArrayList<>();
    int played = 0;
    while (time.isZero() ? played < seeds : since(begun).compareTo(time) < 0) {
      int round = time.isZero() ? Math.min(ROUND, seeds - played) : ROUND;
      List<Seeds.Broken> found = Seeds.play(first + played, round, folder, false);
      found.forEach(one -> System.out.println(one + "\n"));
      broken.addAll(found);
      played += round;
    }
    System.out.printf(
        "simulation: %d seeds from %d on in %d s: %s%n",
        played,
        first,
        since(begun).toSeconds(),
        broken.isEmpty()
            ? "all invariants hold"
            : "BROKEN by " + broken.stream().map(Seeds.Broken::seed).toList());
    return broken.isEmpty();
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
