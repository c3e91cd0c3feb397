package dev.relaymanager.host.sub2api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.HostOutcome.Unknown;
import dev.relaymanager.sim.Fault;
import dev.relaymanager.sim.FaultRule;
import dev.relaymanager.sim.FaultRule.When;
import dev.relaymanager.sim.FaultWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the adapter makes of each fault that the simulated host can play, for each kind of call. The
 * table is {@code src/test/golden/faults/host.txt}; {@code ./mvnw test -Dtest=FaultsOfAHostTest
 * -Dgolden.write=true} writes it anew; read the difference before you commit it.
 */
class FaultsOfAHostTest {
  private static final FaultTable TABLE =
      new FaultTable(Path.of("src/test/golden/faults/host.txt"));
  private static final boolean WRITE = Boolean.getBoolean("golden.write");

  /** As on a command line. FIELD is one that the call needs of its answer. */
  static final List<String> FAULTS =
      List.of(
          "delay=20ms",
          "delay-during=20ms",
          "delay-after=20ms",
          "delay=60m",
          "delay-during=60m",
          "delay-after=60m",
          "status=429",
          "status=429,retry-after=2",
          "status=429,retry-after-date=2",
          "status=429,retry-after=3600",
          "status=503",
          "status=503,retry-after=0",
          "status=503,retry-after=2",
          "status=503,retry-after-date=2",
          "error-before",
          "error-after",
          "cut-before",
          "cut-after",
          "truncate",
          "truncate=0",
          "wrong-type=FIELD",
          "missing=FIELD",
          "short-page",
          "endless",
          "not-found",
          "html");

  private static Fault fault(String text, KindOfCall kind) {
    return FaultRule.parse("* *:" + text.replace("FIELD", kind.neededField())).fault();
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("FAULTS")
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void theAdapterDoesWhatTheTableSays(String text) throws Exception {
    Map<KindOfCall, Future<Trial>> once = new TreeMap<>();
    Map<KindOfCall, Future<Trial>> always = new TreeMap<>();
    CyclicBarrier start = new CyclicBarrier(2 * KindOfCall.values().length);
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      for (KindOfCall kind : KindOfCall.values()) {
        Fault fault = fault(text, kind);
        once.put(kind, together.submit(() -> Trial.of(kind, fault, new When.Next(1), start)));
        always.put(kind, together.submit(() -> Trial.of(kind, fault, new When.Always(), start)));
      }
    }
    StringBuilder rows = new StringBuilder();
    for (KindOfCall kind : KindOfCall.values()) {
      rows.append(FaultTable.row(kind, once.get(kind).get(), always.get(kind).get()));
    }

    if (WRITE) {
      TABLE.write(FAULTS, text, rows.toString());
    }
    assertEquals(TABLE.rows().get(text), rows.toString());
    for (KindOfCall kind : KindOfCall.values()) {
      assertHonest(kind, once.get(kind).get());
      assertHonest(kind, always.get(kind).get());
    }
  }

  /** Whatever a table says: nothing is made twice, and what an outcome claims is so. */
  private static void assertHonest(KindOfCall kind, Trial trial) {
    boolean honest =
        switch (trial.outcome()) {
          case Done<?> done when !kind.changes() -> trial.effects() <= 1;
          case Done<?> done -> trial.effects() == 1 && !new Gone(false).equals(done.value());
          case Refused<?> refused -> trial.effects() <= (kind.changes() ? 0 : 1);
          case Unknown<?> unknown -> kind.changes() && trial.effects() <= 1;
        };
    assertTrue(honest, () -> kind + ": " + trial);
  }

  @Test
  void noFaultIsForgotten() throws IOException {
    Set<String> words = FAULTS.stream().map(text -> text.split("=")[0]).collect(Collectors.toSet());
    assertEquals(Set.copyOf(FaultWords.all()), words);
    List<Fault> faults = FAULTS.stream().map(text -> fault(text, KindOfCall.CHAT)).toList();
    assertEquals(
        Set.of(Fault.class.getPermittedSubclasses()),
        faults.stream().map(Object::getClass).collect(Collectors.toSet()));
    assertEquals(
        Set.of(Fault.RetryAfter.class.getPermittedSubclasses()),
        faults.stream()
            .filter(Fault.Refuse.class::isInstance)
            .map(fault -> ((Fault.Refuse) fault).retryAfter().getClass())
            .collect(Collectors.toSet()));
    assertEquals(FAULTS, List.copyOf(TABLE.rows().keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"items", "total", "page_size", "data"})
  void aListThatLacksWhatItsPageNeedsIsNoShorterList(String field) {
    for (String fault : List.of("missing=", "wrong-type=")) {
      try (Stage stage = new Stage("0.1.172", time -> {})) {
        stage.simulated.inject(FaultRule.parse("GET /api/v1/admin/groups:" + fault + field));

        assertEquals(Kind.API_DRIFT, Samples.refused(stage.host.groups()).kind(), fault);
      }
    }
  }
}
