package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real {@code relayctl} is killed half-way and started again. Here at some points of each kind of
 * work; bench/kill does all of them.
 */
@Timeout(600) // a process that does not end would be waited for without end
final class KillTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ABANDONED", "REFUSED"}) // InterruptedTest has these, without processes
  void whateverIsKilledConvergesWhenItIsStartedAgain(Scenario scenario) {
    KillTally tally = new KillTally();
    tally.killHereAndThere(KillRun.learn(folder.resolve("scene"), "0.1.126", scenario), 1);
    assertEquals("", String.join("\n", tally.details()));
    assertEquals(
        "4 points, 4 kills, 0 duplicates, 0 orphans, 0 lost records, 0 plans not empty,"
            + " 0 other faults",
        tally.toString());
  }
}
