package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.BatchState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Back to an earlier revision, over all that was applied since. */
final class RollbackToTest {
  @TempDir private Path folder;

  private static String price(Scene scene) {
    return scene
        .host
        .backDoor()
        .byHand("GET", "/api/v1/admin/payment/plans", "")
        .path("data")
        .path(0)
        .path("price")
        .toString();
  }

  @Test
  void allThatWasAppliedSinceIsTakenBackTheNewestFirst() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("apply --yes").exits(0);
      String first = scene.git().git("rev-parse", "HEAD").strip();
      scene.replace(Scene.IMPORT, "price: 9.90", "price: 8.90");
      scene.commit("Cheaper");
      scene.run("apply --yes").exits(0);
      scene.replace(Scene.IMPORT, "price: 8.90", "price: 7.90");
      scene.commit("Cheaper still");
      scene.run("apply --yes").exits(0);
      assertEquals("7.9", price(scene));

      scene
          .run("rollback --yes --to " + first)
          .exits(0)
          .says("Applied since", "7.9 → 8.9", "8.9 → 9.9");

      assertEquals("9.9", price(scene));
      List<BatchState> states = scene.batches().stream().map(batch -> batch.state()).toList();
      assertEquals(
          List.of(BatchState.ROLLED_BACK, BatchState.ROLLED_BACK, BatchState.SUCCEEDED), states);
      scene.run("plan").exits(0).says("in quarantine");
      scene.run("rollback --yes --to " + first).exits(0).says("Nothing was applied since");
    }
  }

  @Test
  void aKeyThatWasRotatedComesBackFromTheRevisionThatHadIt() {
    try (Scene scene = Scene.in(folder, Scene.options("0.1.172"))) {
      scene.run("apply --yes").exits(0);
      String first = scene.git().git("rev-parse", "HEAD").strip();
      scene.sealKey("team-a", "sk-good-invented-rotated-9c11");
      scene.commit("Another key");
      scene.run("apply --yes").exits(0);

      JsonNode document =
          scene.run("rollback --yes --output json -q --to " + first).exits(0).json();

      assertEquals("rolled_back", document.path("rollbacks").path(0).path("status").stringValue());
      scene.restore(first);
      scene.commit("The first key again");
      scene.run("plan --detailed-exitcode").exits(0);
    }
  }

  @Test
  void oneOfTheTwoIsWanted() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("rollback --yes").exits(64).complains("--batch");
      scene.run("rollback --yes --batch b-1 --to main").exits(64);
      assertTrue(
          scene.run("rollback --yes --to no-such-branch").exit() != 0, "a revision that is none");
    }
  }
}
