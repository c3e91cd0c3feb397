package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import dev.relaymanager.store.Batches;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several imports that only make something new are carried out side by side. */
final class ImportsSideBySideTest {
  private static final String VENDOR = "https://api.deepseek.com";
  private static final List<String> NAMES = List.of("blue", "cyan", "deepseek", "gray", "pink");

  @TempDir private Path folder;

  private static void add(Scene scene, String name, String key) {
    String path = "keys/" + name + ".age";
    scene.seal(
        path,
        key,
        SealPurpose.providerKey(name, "main", Origin.of(scene.host.url()), Origin.of(VENDOR)),
        scene.identity);
    scene.write(
        "imports/" + name + ".yaml",
        """
        apiVersion: relay-manager/v1
        kind: ProviderImport
        metadata: {name: %s}
        spec:
          hosts: [prod]
          pack: openai-cn-pack
          provider: deepseek
          mode: strict
          access: [subscription]
          keys:
            - {id: main, sealed: %s}
        """
            .formatted(name, path));
  }

  private static List<String> imports(JsonNode outcomes) {
    return StreamSupport.stream(outcomes.spliterator(), false)
        .map(one -> one.path("import").asString())
        .toList();
  }

  @Test
  void oneThatIsTakenBackLeavesTheOthersAloneAndTheOutcomeIsInTheOrderOfThePlan() {
    try (Scene scene = Scene.in(folder)) {
      for (String name : NAMES) {
        if (!name.equals("deepseek")) {
          String kind = name.equals("cyan") ? "bad" : "good";
          add(scene, name, "sk-%s-invented-%s-0123456789".formatted(kind, name));
        }
      }
      scene.commit("Five imports, one of them with a dead key");

      JsonNode outcome = scene.run("apply --yes --output json").exits(5).json();

      assertEquals(NAMES, imports(outcome.path("batches")), outcome::toPrettyString);
      assertEquals(List.of("cyan"), imports(outcome.path("rollbacks")), outcome::toPrettyString);
      Map<String, BatchState> states =
          scene.batches().stream()
              .collect(
                  Collectors.toMap(batch -> batch.header().importName(), Batches.Batch::state));
      for (String name : NAMES) {
        boolean cyan = name.equals("cyan");
        assertEquals(cyan ? BatchState.ROLLED_BACK : BatchState.SUCCEEDED, states.get(name), name);
        assertEquals(
            cyan ? 0 : 1,
            Holdings.of(scene.host).stream()
                .filter(one -> one.startsWith("groups") && one.endsWith(" " + name))
                .count(),
            () -> Holdings.of(scene.host).toString());
      }
      scene.run("plan --detailed-exitcode").exits(0).says("in quarantine");
    }
  }

  @Test
  void importsMeetOnTheHost() {
    try (Scene scene = Scene.in(folder)) {
      add(scene, "blue", "sk-good-invented-blue-0123456789");
      scene.commit("Two imports");
      scene.run("plan").exits(0); // what the host can do is known from here on
      CountDownLatch both = new CountDownLatch(2);
      AtomicBoolean met = new AtomicBoolean(true);
      scene.host.addHook(
          new RequestHook() {
            @Override
            public void before(SeenRequest request) {
              if (request.method().equals("POST") && request.path().endsWith("/admin/groups")) {
                both.countDown();
                met.compareAndSet(true, reached(both));
              }
            }
          });

      scene.run("apply --yes").exits(0);

      assertTrue(met.get(), "a group was made, and its import went on alone");
    }
  }

  private static boolean reached(CountDownLatch both) {
    try {
      return both.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
