package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.Main;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process is told to stop, as Ctrl-C, systemd and Kubernetes do, while it applies. */
@Timeout(120) // a process that does not end would be waited for without end
final class StopTest {
  private static final int SIGTERM_EXIT = 128 + 15;
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void anApplyEndsAtTheNextStepAndTheNextOneGoesOnFromThere() throws Exception {
    try (Scene scene = Scene.in(folder)) {
      Child child = new Child();
      RequestHook hook = child.stoppedBy("POST", "/api/v1/admin/groups");
      scene.host.addHook(hook);
      int exit = child.run(scene.arguments("apply", "--yes"));
      scene.host.removeHook(hook);
      assertEquals(SIGTERM_EXIT, exit, child::said);
      assertTrue(child.said().contains("stopping at the next step boundary"), child::said);
      assertTrue(child.said().contains("stopped before its end, on request"), child::said);
      assertTrue(child.said().contains("run apply again to go on"), child::said);

      assertEquals(BatchState.FAILED, scene.batches().getFirst().state());
      List<String> standing = Holdings.of(scene.host);
      assertTrue(standing.stream().anyMatch(one -> one.endsWith(" deepseek")), standing::toString);
      assertTrue(standing.stream().noneMatch(one -> one.startsWith("accounts")));
      scene.run("unlock").exits(0).says("Nobody holds the lock");
      scene.run("status").exits(0).says("failed", "stopped before its end");

      scene.run("plan").exits(0).says("5 to add, 0 to change, 0 to destroy");
      scene.run("apply --yes").exits(0);
      scene.run("plan --detailed-exitcode").exits(0);
      long groups =
          Holdings.of(scene.host).stream().filter(one -> one.endsWith(" deepseek")).count();
      assertEquals(2, groups, "one group and one channel of that name");
    }
  }

  @Test
  void aCertificationDeletesWhatItMade() throws Exception {
    try (Scene scene = Scene.in(folder)) {
      List<String> before = Holdings.of(scene.host);
      Child child = new Child();
      RequestHook hook = child.stoppedBy("POST", "/api/v1/admin/accounts/batch");
      scene.host.addHook(hook);
      int exit = child.run(scene.arguments("host certify prod --i-know"));
      scene.host.removeHook(hook);
      assertEquals(SIGTERM_EXIT, exit, child::said);
      assertTrue(child.said().contains("what was made is deleted"), child::said);
      assertTrue(child.said().contains("not tried (stopped before it)"), child::said);
      assertEquals(before, Holdings.of(scene.host));
    }
  }

  @Test
  void aDaemonFollowsCommitsUntilItIsToldToStop() throws Exception {
    try (Scene scene = Scene.in(folder)) {
      Child child = new Child();
      child.afterItsReports(() -> cheaper(scene), child::stop);
      int exit = child.run(scene.arguments("daemon", "--interval", "1s"));
      assertEquals(SIGTERM_EXIT, exit, child::said);
      assertTrue(child.said().contains("price  9.9 → 8.9"), child::said);
      assertEquals(2, scene.batches().size());
      assertTrue(scene.batches().stream().allMatch(batch -> batch.state() == BatchState.SUCCEEDED));
      scene.run("unlock").exits(0).says("Nobody holds the lock");
      scene.run("plan --detailed-exitcode").exits(0);
    }
  }

  private static void cheaper(Scene scene) {
    scene.replace(Scene.IMPORT, "price: 9.90", "price: 8.90");
    scene.commit("Cheaper");
  }

  /** {@code relayctl} in a JVM of its own. */
  private static final class Child {
    private final AtomicReference<Process> process = new AtomicReference<>();
    private final CountDownLatch heard = new CountDownLatch(1);
    private final List<String> lines = new ArrayList<>();
    private final Deque<Runnable> afterReports = new ArrayDeque<>();

    /** Stops it in the middle of a request, which is answered once it has noticed. */
    RequestHook stoppedBy(String method, String path) {
      return new RequestHook() {
        @Override
        public void after(SeenRequest request) {
          if (request.method().equals(method)
              && request.path().equals(path)
              && request.status() < 300) {
            stop();
            awaitHeard();
          }
        }
      };
    }

    /** By its handle: {@link Process#destroy} would close its output as well. */
    void stop() {
      process.get().toHandle().destroy();
    }

    /** Does one thing after each report that it commits. */
    void afterItsReports(Runnable... reactions) {
      afterReports.addAll(List.of(reactions));
    }

    private void awaitHeard() {
      try {
        assertTrue(heard.await(PATIENCE_SECONDS, TimeUnit.SECONDS), this::said);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError(interrupted);
      }
    }

    int run(List<String> arguments) throws IOException, InterruptedException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  ProcessHandle.current().info().command().orElse("java"),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName()));
      command.addAll(arguments);
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.set(started);
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          hear(line);
        }
        return started.waitFor();
      } finally {
        started.toHandle().destroyForcibly();
      }
    }

    private synchronized void hear(String line) {
      lines.add(line);
      if (line.contains("stopping at the next step boundary")) {
        heard.countDown();
      }
      if (line.contains("report committed as") && !afterReports.isEmpty()) {
        afterReports.removeFirst().run();
      }
    }

    synchronized String said() {
      return String.join("\n", lines);
    }
  }
}
