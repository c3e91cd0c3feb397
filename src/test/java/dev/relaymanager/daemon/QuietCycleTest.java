package dev.relaymanager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.demo.DemoWorld;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.model.ResourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A cycle in which nothing changed writes nothing down but that its daemon is alive. */
class QuietCycleTest {
  /** The heartbeat comes every 15 s: of so many cycles in a row one has none in it. */
  private static final int CYCLES = 5;

  @Test
  void nothingIsWrittenToTheStateFolderWhenNothingChanged() throws Exception {
    DemoWorld world = DemoWorld.create("0.1.126");
    try (world;
        Engine engine = Engine.open(world.settings(), InstantSource.system(), new Silence());
        HeldLease lease = engine.lock("a test")) {
      Daemon daemon =
          new Daemon(
              engine,
              lease,
              InstantSource.system(),
              new Daemon.Schedule(Duration.ofSeconds(30), Duration.ofMinutes(10)),
              result -> {},
              newer -> {});
      CycleResult first = daemon.cycle(() -> false);
      assertNull(first.failure(), () -> first.problems().toString());
      // what the first cycle found is looked at once more, and then all is known
      daemon.cycle(() -> false);
      long undisturbed = 0;
      for (int number = 0; number < CYCLES && undisturbed == 0; number++) {
        Object beat = engine.store().lease().read();
        Map<String, String> before = contents(world.state());
        CycleResult quiet = daemon.cycle(() -> false);
        assertNull(quiet.failure(), () -> quiet.problems().toString());
        Map<String, String> after = contents(world.state());
        if (beat.equals(engine.store().lease().read())) {
          assertEquals(before, after);
          undisturbed++;
        }
      }
      assertTrue(undisturbed > 0, "a heartbeat in every cycle");
    } finally {
      world.delete();
    }
  }

  /**
   * All files but the mirror of the repository and SQLite's memory that its processes share, which
   * is no record.
   */
  private static Map<String, String> contents(Path state) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(state)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        String name = state.relativize(file).toString();
        if (!name.startsWith("mirror") && !name.endsWith("-shm")) {
          contents.put(name, digest(file));
        }
      }
    }
    return contents;
  }

  private static String digest(Path file) throws Exception {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (IOException gone) {
      return "gone";
    }
  }

  private static final class Silence implements EngineListener {
    @Override
    public void stage(String what) {}

    @Override
    public void warning(String what) {}

    @Override
    public void stepEnded(String batchId, StepResult result) {}

    @Override
    public void keyTried(String batchId, ResourceKey account, KeyVerdict verdict) {}

    @Override
    public void waiting(String batchId, String what) {}
  }
}
