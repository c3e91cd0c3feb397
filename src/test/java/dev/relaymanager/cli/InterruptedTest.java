package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.Effect;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.apply.Journal;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.store.Installs;
import dev.relaymanager.store.StateStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a killed run left on record and on the host, put there by hand. */
final class InterruptedTest {
  private static final String DEAD = "sk-bad-invented-team-b-d00d";
  private static final String BATCH = "b-20260301T100000-000001";
  private static final ResourceSpec.Group GROUP =
      new ResourceSpec.Group(
          "deepseek", null, ResourceSpec.Billing.SUBSCRIPTION, BigDecimal.ONE, null, null, null);

  @TempDir private Path folder;

  /** A batch that had made the import's group when the process died. */
  private static void leaveGroup(Scene scene, boolean known) {
    try (StateStore store = scene.store()) {
      Journal journal = store.journal();
      journal.openBatch(
          new BatchHeader(
              BATCH,
              "prod",
              "deepseek",
              "openai-cn-pack",
              "deepseek",
              "strict",
              "git:1a2b3c4",
              "Ann <ann@b.example>",
              Instant.now()));
      journal.moveBatch(BATCH, BatchState.PREVIEWED, "");
      journal.moveBatch(BATCH, BatchState.RUNNING, "");
      long intent =
          journal
              .intend(
                  List.of(
                      new Intent(
                          BATCH,
                          Intent.Phase.APPLY,
                          ResourceKey.group("prod", "deepseek"),
                          Intent.Action.CREATE,
                          null,
                          null,
                          GROUP,
                          BATCH + "-a1",
                          null)))
              .getFirst();
      JsonNode made =
          scene
              .host
              .backDoor()
              .byHand(
                  "POST",
                  "/api/v1/admin/groups",
                  """
                  {"name":"deepseek","platform":"openai","rate_multiplier":1,
                   "subscription_type":"subscription"}""");
      if (known) {
        long id = made.path("data").path("id").asLong();
        journal.close(Map.of(intent, new Effect.Stands(id, GROUP)));
      }
    }
  }

  private static void move(Scene scene, BatchState... states) {
    try (StateStore store = scene.store()) {
      for (BatchState state : states) {
        store.journal().moveBatch(BATCH, state, "a key is dead");
      }
    }
  }

  @Test
  void aBatchIsTakenBackWithWhatItsRunLeftUnknown() {
    try (Scene scene = Scene.in(folder)) {
      List<String> fresh = Holdings.of(scene.host);
      leaveGroup(scene, false);
      scene.run("rollback --yes", "--batch", BATCH).exits(0).says("1 to destroy", "rolled_back");
      assertEquals(fresh, Holdings.of(scene.host));
      try (StateStore store = scene.store()) {
        assertEquals(List.of(), store.journal().openIntents("prod"));
      }
    }
  }

  @Test
  void aRollbackThatWasInterruptedGoesOnWithTheNextApplyAndNotWithAPlan() {
    try (Scene scene = Scene.in(folder)) {
      List<String> fresh = Holdings.of(scene.host);
      leaveGroup(scene, true);
      move(scene, BatchState.FAILED, BatchState.ROLLBACK_RUNNING);
      scene.run("plan").exits(0).says("the rollback of batch " + BATCH + " was interrupted");
      scene.run("apply --yes").exits(1).says("batch " + BATCH + " rolled_back");
      assertEquals(fresh, Holdings.of(scene.host));
      assertEquals(BatchState.ROLLED_BACK, scene.batches().getFirst().state());
      scene.run("status").exits(0).says("failed", "a key is dead");
      scene.run("apply --yes").exits(0).says("6 to add");
    }
  }

  @Test
  void aStrictImportThatFailsTakesBackAlsoWhatAnInterruptedBatchHadMade() {
    try (Scene scene = Scene.in(folder)) {
      List<String> fresh = Holdings.of(scene.host);
      scene.sealKey("team-b", DEAD);
      scene.commit("A dead key");
      leaveGroup(scene, true);
      scene.run("apply --yes").exits(1).says("5 to add", "team-b: key is dead").saysNot(DEAD);
      assertEquals(fresh, Holdings.of(scene.host));
      assertEquals(
          List.of(BatchState.ROLLED_BACK, BatchState.ROLLED_BACK),
          scene.batches().stream().map(batch -> batch.state()).toList());
    }
  }

  @Test
  void aRollbackWhoseProcessDiedBeforeItSaidSoIsSaidByTheNextCommand() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("apply --yes").exits(0);
      String batch = scene.batches().getFirst().header().id();
      Installs.Install before;
      try (StateStore store = scene.store()) {
        before = store.installs().get("prod", "deepseek").orElseThrow();
      }
      scene.run("rollback --yes", "--batch", batch).exits(0);
      for (String command : List.of("apply --yes", "rollback --yes --batch " + batch)) {
        try (StateStore store = scene.store()) {
          store
              .installs()
              .move(
                  "prod",
                  "deepseek",
                  before.packId(),
                  before.packVersion(),
                  before.providerId(),
                  before.state(),
                  before.detail());
        }
        scene.run(command);
        scene.run("status").exits(0).says("installed", "batch " + batch + " was rolled back");
      }
    }
  }
}
