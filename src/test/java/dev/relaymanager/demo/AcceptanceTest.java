package dev.relaymanager.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.model.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The acceptance of {@code relayctl demo}, on the simulated host in both recorded versions. */
@NullMarked
class AcceptanceTest {
  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void everyStepHolds(String version) {
    try (DemoWorld world = DemoWorld.create(version)) {
      assertAllHold(play(world));
      world.delete();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void everyStepHoldsOverHttpToo(String version) {
    try (DemoWorld world = DemoWorld.create(version)) {
      assertAllHold(playOverHttp(world));
      world.delete();
    }
  }

  /** Plays all steps, telling on stdout what is seen. */
  static List<DemoStep> play(DemoWorld world) {
    return shown(show -> new Acceptance(world, show, Warnings.INSTANCE).play());
  }

  /** The same over the API. */
  static List<DemoStep> playOverHttp(DemoWorld world) {
    return shown(show -> new AcceptanceOverHttp(world, show, Warnings.INSTANCE).play());
  }

  private static List<DemoStep> shown(Function<Consumer<DemoStep>, List<DemoStep>> play) {
    List<DemoStep> shown = new ArrayList<>();
    List<DemoStep> steps =
        play.apply(
            step -> {
              shown.add(step);
              System.out.printf(
                  "%s %s (%d ms)%n     %s%n",
                  step.ok() ? "ok  " : "FAIL", step.name(), step.ms(), step.detail());
            });
    assertEquals(steps, shown, "each step is shown as it ends");
    return steps;
  }

  static void assertAllHold(List<DemoStep> steps) {
    assertEquals(9, steps.size(), steps.toString());
    assertTrue(steps.stream().allMatch(DemoStep::ok), steps.toString());
  }

  /** Tells warnings only. */
  enum Warnings implements EngineListener {
    INSTANCE;

    @Override
    public void stage(String what) {}

    @Override
    public void warning(String what) {
      System.out.println("warning: " + what);
    }

    @Override
    public void stepEnded(String batchId, StepResult result) {}

    @Override
    public void keyTried(String batchId, ResourceKey account, KeyVerdict verdict) {}

    @Override
    public void waiting(String batchId, String what) {
      System.out.println("waiting for " + what);
    }
  }
}
