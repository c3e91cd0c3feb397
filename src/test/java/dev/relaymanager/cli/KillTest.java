package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What bench/kill --small does: work is killed at every request and every commit, and started
 * again. InterruptedTest has a part of the kinds that are left out here.
 */
@Timeout(600) // a process that does not end would be waited for without end
final class KillTest {
  @TempDir private Path folder;

  @Test
  void whereverItIsKilledItConvergesWhenItIsStartedAgain() {
    List<KillWork.Result> results =
        Beside.each(
            KillWork.BESIDE,
            KillWork.SMALL,
            work -> work.run(folder, "0.1.126", true, KillWork.TOGETHER));
    for (KillWork.Result result : results) {
      assertEquals("", String.join("\n", result.tally().details()));
      // How often the host is asked whether its own probe has ended varies a little.
      assertTrue(result.tally().kills() > result.requests() + result.commits(), result::toString);
    }
  }
}
