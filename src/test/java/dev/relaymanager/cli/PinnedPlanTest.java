package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that is kept, looked at, and carried out just so; and parts of a plan. */
final class PinnedPlanTest {
  @TempDir private Path folder;

  private String file() {
    return folder.resolve("due.plan").toString();
  }

  @Test
  void aKeptPlanIsCarriedOutWithoutAskingAgain() throws IOException {
    try (Scene scene = Scene.in(folder)) {
      scene.run("plan", "--out", file()).exits(0).says("6 to add", "kept in");
      String text = Files.readString(Path.of(file()));
      assertFalse(text.contains("sk-good"), "no key is in it");

      scene.run("apply", file()).exits(0).says("succeeded");

      scene.run("plan --detailed-exitcode").exits(0);
    }
  }

  @Test
  void aKeptPlanStandsForItsRevisionThoughTheBranchMovedOn() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("plan", "--out", file()).exits(0);
      scene.replace(Scene.IMPORT, "price: 9.90", "price: 8.90");
      scene.commit("Cheaper");

      scene.run("apply", file()).exits(0);

      scene.run("plan").exits(0).says("price", "9.9 → 8.9", "0 to add, 1 to change");
    }
  }

  @Test
  void whatChangedOnTheHostSinceIsNamedAndNothingIsDone() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("apply --yes").exits(0);
      scene.replace(Scene.IMPORT, "price: 9.90", "price: 8.90");
      scene.commit("Cheaper");
      scene.run("plan", "--out", file()).exits(0);
      String plan =
          scene
              .host
              .backDoor()
              .byHand("GET", "/api/v1/admin/payment/plans", "")
              .path("data")
              .path(0)
              .path("id")
              .toString();
      scene.host.backDoor().byHand("PUT", "/api/v1/admin/payment/plans/" + plan, "{\"price\":7.5}");
      scene.host.forgetRequests();

      scene
          .run("apply", file())
          .exits(1)
          .complains("has changed", "prod/Plan/deepseek", "plan again")
          .saysNot("defect");

      assertEquals(0, scene.changes());
    }
  }

  @Test
  void anEditedPlanIsRefused() throws IOException {
    try (Scene scene = Scene.in(folder)) {
      scene.run("plan", "--out", file()).exits(0);
      Path file = Path.of(file());
      Files.writeString(file, Files.readString(file).replace("\"price\" : 9.9", "\"price\" : 0.1"));

      scene.run("apply", file()).exits(1).complains("due.plan", "changed after it was written");
      Files.writeString(file, "{}");
      scene.run("apply", file()).exits(1).complains("no plan that relayctl plan --out wrote");
      scene
          .run("apply", folder.resolve("absent.plan").toString())
          .exits(1)
          .complains("absent.plan");
      scene
          .run("apply --target prod/deepseek", file())
          .exits(1)
          .complains("a kept plan is carried out as it is");
      assertEquals(0, scene.changes());
    }
  }

  @Test
  void aPartIsAppliedWithWhatItNeedsAndTheRestStaysDue() {
    try (Scene scene = Scene.in(folder)) {
      scene
          .run("apply --yes --target prod/Account/deepseek/team-a")
          .exits(0)
          .says("2 to add", "left out by --target or --exclude: 4 changes");
      assertTrue(Holdings.of(scene.host).stream().anyMatch(one -> one.endsWith("deepseek-team-a")));
      assertTrue(
          Holdings.of(scene.host).stream().noneMatch(one -> one.endsWith("deepseek-team-b")));

      scene.run("plan").exits(0).says("4 to add, 0 to change, 0 to destroy");
      scene.run("apply --yes --exclude prod/Subscription/*").exits(0).says("3 to add");
      scene.run("apply --yes").exits(0).says("1 to add");
      scene.run("plan --detailed-exitcode").exits(0);
    }
  }

  @Test
  void aPartOfADeletionIsRefusedAndAMistypedTargetIsASlip() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("apply --yes").exits(0);
      scene.remove(Scene.IMPORT);
      scene.remove(Scene.GRANT);
      scene.commit("No DeepSeek any more");
      scene.host.forgetRequests();

      scene
          .run("apply --yes --target prod/Group/deepseek")
          .exits(1)
          .complains("takes 5 resources along", "--target prod/deepseek");
      scene.run("plan --target prod/deepsek").exits(1).complains("nothing in this plan is called");
      assertEquals(0, scene.changes());

      scene
          .run("apply --yes --target prod/deepseek --allow delete=prod/Group/deepseek")
          .says("6 to destroy");
    }
  }
}
