package dev.relaymanager.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.model.ClosureState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.store.Closures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a proof of access is believed. */
class ProofAgeTest {
  private static final ApplyOptions OPTIONS = new ApplyOptions(Set.of(), () -> false);

  private final DemoWorld world = DemoWorld.create("0.1.126");
  private final InstantSource system = InstantSource.system();

  @AfterEach
  void delete() {
    world.close();
    world.delete();
  }

  /** One cycle of a manager that lives so much later. */
  private Closures.Closure cycle(Duration later) {
    InstantSource clock = () -> system.instant().plus(later);
    try (Engine engine = Engine.open(world.settings(), clock, new Silence());
        HeldLease lease = engine.lock("a test")) {
      engine.cycle(OPTIONS, lease);
      return engine.store().closures().latest("prod", world.importName()).orElseThrow();
    }
  }

  private void declareProbe() {
    try (Engine engine = Engine.open(world.settings(), system, new Silence())) {
      ResourceKey group = ResourceKey.group("prod", world.importName());
      world.declareProbe(
          world
              .host()
              .userKey(
                  engine.probe(engine.load(), "prod").adapter(),
                  engine.store().resources().get(group).orElseThrow().hostId()));
    }
  }

  @Test
  void anOldOneIsRepeatedAndMovesItsTimeOnOnly() {
    cycle(Duration.ZERO);
    declareProbe();
    Closures.Closure first = cycle(Duration.ZERO);
    assertEquals(ClosureState.SUBSCRIPTION_READY, first.state());
    assertEquals(first, cycle(Duration.ofHours(5)));

    Closures.Closure repeated = cycle(Duration.ofHours(7));
    assertEquals(ClosureState.SUBSCRIPTION_READY, repeated.state());
    Instant before = first.proofs().getFirst().at();
    assertTrue(repeated.proofs().getFirst().at().isAfter(before.plus(Duration.ofHours(6))));
  }

  @Test
  void oneThatCannotBeRepeatedIsNotClaimedForEver() {
    cycle(Duration.ZERO);
    declareProbe();
    Closures.Closure proven = cycle(Duration.ZERO);
    assertEquals(ClosureState.SUBSCRIPTION_READY, proven.state());
    world.close(); // the host is gone

    assertEquals(proven, cycle(Duration.ofHours(5)));
    Closures.Closure old = cycle(Duration.ofHours(7));
    assertEquals(ClosureState.NOT_CONFIGURED, old.state());
    assertTrue(old.evidence().contains("its host could not be read"), old.evidence());
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
