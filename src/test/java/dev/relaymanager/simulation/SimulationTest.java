package dev.relaymanager.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random desired states, changes by hand, faults and crashes, each from a seed that is printed with
 * what went wrong. {@code -Dsimulation.seed=N} plays one, {@code -Dsimulation.seeds=N} and {@code
 * -Dsimulation.first=N} others than these.
 */
@Timeout(1800) // a manager that does not end would be waited for without end
final class SimulationTest {
  @TempDir private Path folder;

  @Test
  void noSeedBreaksAnInvariant() {
    Long one = Long.getLong("simulation.seed");
    long first = one == null ? Long.getLong("simulation.first", 1) : one;
    int count = one == null ? Integer.getInteger("simulation.seeds", 500) : 1;
    System.out.printf("simulation: %d seeds from %d on%n", count, first);
    List<Seeds.Broken> broken = Seeds.play(first, count, folder, one != null);
    assertEquals("", String.join("\n\n", broken.stream().map(Seeds.Broken::toString).toList()));
  }
}
