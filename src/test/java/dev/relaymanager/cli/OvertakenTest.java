package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.daemon.Daemon;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.EngineSettings;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A commit that comes while the daemon is applying an older one. */
@Timeout(120) // a daemon that does not notice it would be waited for without end
final class OvertakenTest {
  private static final Duration FETCH = Duration.ofMillis(50);

  @TempDir private Path folder;

  private static EngineSettings settings(Scene scene) throws IOException {
    return new EngineSettings(
        scene.repository().toString(),
        "main",
        scene.state(),
        scene.identityFile(),
        null,
        null,
        Files.readString(scene.authorityFile()),
        List.of(new ConnectTo("api.deepseek.com", 443, "127.0.0.1", scene.host.vendor().port())),
        Duration.ofSeconds(20),
        EngineSettings.REPORT_BRANCH,
        Map.of(),
        false);
  }

  /** Commits once the group is made, and lets the host answer when the daemon has seen it. */
  private static RequestHook commitDuringTheFirstStep(CountDownLatch seen, Runnable commit) {
    AtomicBoolean done = new AtomicBoolean();
    return new RequestHook() {
      @Override
      public void after(SeenRequest request) {
        boolean made = request.status() < 300; // before it stands a probe that makes nothing
        if ((request.method() + " " + request.template()).equals("POST /api/v1/admin/groups")
            && made
            && !done.getAndSet(true)) {
          commit.run();
          await(seen);
        }
      }
    };
  }

  private static void await(CountDownLatch seen) {
    try {
      seen.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theNewerOneIsAppliedAtOnceAndTheOlderOneNoFurther() throws Exception {
    try (Scene scene = Scene.in(folder);
        Engine engine =
            Engine.open(settings(scene), InstantSource.system(), SilentListener.INSTANCE);
        HeldLease lease = engine.lock("a test")) {
      CountDownLatch seen = new CountDownLatch(1);
      scene.host.addHook(
          commitDuringTheFirstStep(
              seen,
              () -> {
                scene.replace(Scene.IMPORT, "price: 9.90", "price: 12.50");
                scene.commit("The price was wrong");
              }));
      List<CycleResult> cycles = new ArrayList<>();
      AtomicInteger waits = new AtomicInteger();
      Daemon daemon =
          new Daemon(
              engine,
              lease,
              InstantSource.system(),
              new Daemon.Schedule(FETCH, Duration.ofMinutes(10)),
              cycles::add,
              newer -> seen.countDown());

      daemon.run(
          () -> false,
          time -> waits.incrementAndGet() > 0,
          failed -> {
            throw failed;
          });

      assertEquals(2, cycles.size(), "the second begins without a wait");
      assertEquals(1, waits.get());
      assertEquals(
          List.of(BatchState.SUCCEEDED, BatchState.FAILED),
          scene.batches().stream().map(batch -> batch.state()).toList());
      assertTrue(scene.batches().getLast().detail().contains("stopped before its end"));
      assertEquals(
          1,
          scene.host.requests().stream()
              .filter(request -> request.method().equals("POST"))
              .filter(request -> request.template().equals("/api/v1/admin/payment/plans"))
              .filter(request -> request.status() < 300)
              .count(),
          "the plan was never made at the wrong price");
    }
  }
}
