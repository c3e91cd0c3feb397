package dev.relaymanager.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New accounts are made by some requests at once. */
class SideBySideTest {
  private static final String MAKING = "POST /api/v1/admin/accounts/batch";
  private static final int KEYS = 500;

  @TempDir private Path folder;
  private Workbench bench;
  private final Wish wish = new Wish();

  /** How many requests that make accounts were there at the same time. */
  private static final class Crowd implements RequestHook {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    public void before(SeenRequest request) {
      if ((request.method() + " " + request.template()).equals(MAKING)) {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
      }
    }

    @Override
    public void after(SeenRequest request) {
      if ((request.method() + " " + request.template()).equals(MAKING)) {
        now.decrementAndGet();
      }
    }
  }

  @BeforeEach
  void start() {
    bench = new Workbench("0.1.172", folder);
    for (int number = 0; number < KEYS; number++) {
      wish.keys.put("k%03d".formatted(number), "sk-good-many-%04d".formatted(number));
    }
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void fourRequestsAtOnceAndNoMore() {
    Crowd crowd = new Crowd();
    bench.sim.addHook(crowd);
    bench.fault(MAKING + ":delay-during=300ms:always");
    BatchResult result = bench.apply(wish);
    assertEquals("", result.detail());
    assertEquals(10, bench.sim.requestCounts().get(MAKING));
    assertEquals(4, crowd.most.get());
    assertEquals(
        wish.keys.size(),
        result.keys().size(),
        "every account has a result, and so its key was tried");
    assertTrue(bench.plan(wish).changes().isEmpty());
  }

  @RepeatedTest(5) // which of the four the host hears first is chance
  void afterARequestThatFailedAStrictImportHandsOutNoOther() {
    bench.fault(MAKING + ":status=422:at=1");
    bench.fault(MAKING + ":delay-during=300ms:always");
    BatchResult result = bench.apply(wish);
    assertEquals(BatchState.FAILED, result.state());
    assertTrue(bench.sim.requestCounts().get(MAKING) <= 4);
    assertEquals(List.of(), bench.journal.openIntents("prod"));
    long skipped =
        result.steps().stream().filter(step -> step.end() == StepResult.End.SKIPPED).count();
    assertTrue(skipped >= KEYS - 4 * AccountBatches.SIZE, () -> skipped + " were skipped");
    assertEquals(
        wish.keys.size(),
        result.steps().stream().filter(step -> wish.keys.containsKey(step.key().name())).count());
  }
}
