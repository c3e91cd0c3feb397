package dev.relaymanager.demo;

import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.EngineSettings;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.store.Batches;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The acceptance of {@code relayctl demo} on a real, running sub2api;
 * docs/testing-against-a-real-host.md says how.
 */
@EnabledIfEnvironmentVariable(
    named = "RELAY_TEST_HOST_URL",
    matches = ".+",
    disabledReason = "no real host is named: docs/testing-against-a-real-host.md")
@EnabledIfEnvironmentVariable(
    named = "RELAY_TEST_HOST_ADMIN_KEY",
    matches = ".+",
    disabledReason = "no admin key of a real host: docs/testing-against-a-real-host.md")
@NullMarked
class LiveAcceptanceTest {
  @Test
  void everyStepHoldsOnTheRealHost() {
    String run = String.format(Locale.ROOT, "live-%08x", ThreadLocalRandom.current().nextInt());
    try (DemoWorld world = DemoWorld.around(new RealDemoHost(System.getenv(), run), run)) {
      List<DemoStep> steps = AcceptanceTest.play(world);
      if (!steps.stream().allMatch(DemoStep::ok)) {
        takeBack(world.settings());
      }
      AcceptanceTest.assertAllHold(steps);
      world.delete();
    }
  }

  @Test
  void everyStepHoldsOverHttpToo() {
    String run = String.format(Locale.ROOT, "live-%08x", ThreadLocalRandom.current().nextInt());
    try (DemoWorld world = DemoWorld.around(new RealDemoHost(System.getenv(), run), run)) {
      List<DemoStep> steps = AcceptanceTest.playOverHttp(world);
      if (!steps.stream().allMatch(DemoStep::ok)) {
        takeBack(world.settingsWithoutRepository());
      }
      AcceptanceTest.assertAllHold(steps);
      world.delete();
    }
  }

  /** What a step that failed left standing, the newest first. */
  private static void takeBack(EngineSettings settings) {
    try (Engine engine =
            Engine.open(settings, InstantSource.system(), AcceptanceTest.Warnings.INSTANCE);
        HeldLease lease = engine.lock("taking a failed test back")) {
      Loaded loaded = engine.load();
      for (Batches.Batch batch : engine.store().batches().page(null, null, null, 100)) {
        if (batch.state() != BatchState.ROLLED_BACK) {
          System.out.println(
              engine.rollback(
                  loaded,
                  loaded,
                  batch.header().id(),
                  new ApplyOptions(Set.of(), () -> false),
                  lease));
        }
      }
    }
  }
}
