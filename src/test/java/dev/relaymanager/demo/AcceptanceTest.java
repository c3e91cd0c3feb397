package dev.relaymanager.demo;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.model.ResourceKey;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mission's acceptance, on both versions of the host that were recorded. */
class AcceptanceTest {
  private static final EngineListener SILENT =
      new EngineListener() {
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
      };

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void everyStepHolds(String version) {
    try (DemoWorld world = DemoWorld.create(version)) {
      List<DemoStep> steps = new Acceptance(world, step -> {}, SILENT).play();
      assertEquals(9, steps.size());
      assertAll(
          steps.stream()
              .map(step -> () -> assertTrue(step.ok(), step.name() + ": " + step.detail())));
      world.delete();
    }
  }
}
