package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The store is gone, and people want to go on. */
final class RecoverTest {
  @TempDir private Path folder;

  static void lose(Scene scene) {
    try (Stream<Path> files = Files.walk(scene.state())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void theRecordIsRebuiltAndTheNextPlanIsEmpty(String version) {
    try (Scene scene = Scene.in(folder, Scene.options(version))) {
      scene.run("apply --yes").exits(0);
      List<String> standing = Holdings.of(scene.host);
      lose(scene);
      scene.run("plan").exits(1).says("stands on host prod already", "relayctl recover");
      scene.host.forgetRequests();

      scene
          .run("recover --yes")
          .exits(0)
          .says("prod/deepseek", "Group deepseek #2", "6 on record again");

      assertEquals(0, scene.changes());
      scene.run("plan --detailed-exitcode").exits(0);
      scene.run("apply --yes").exits(0);
      assertEquals(standing, Holdings.of(scene.host));
      scene.run("status").exits(0).says("prod/deepseek");
      scene.run("recover --yes").exits(0).says("Nothing was found");
    }
  }

  /** Nobody can change the notes of a subscription: its mark keeps the former name. */
  @Test
  void anImportThatWasRenamedIsKnownByItsFormerNameToo() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("apply --yes").exits(0);
      scene.rename("deepseek", "another");
      scene.run("apply --yes").exits(0);
      lose(scene);

      scene.run("recover --yes").exits(0).says("6 on record again").saysNot("deepseek, which");

      scene.run("plan --detailed-exitcode").exits(0);
    }
  }

  @Test
  void whatDiffersFromGitIsPendingAfterwards() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("apply --yes").exits(0);
      lose(scene);
      scene.replace(Scene.IMPORT, "price: 9.90", "price: 8.90");
      scene.commit("Cheaper");

      JsonNode document = scene.run("recover --yes --output json -q").exits(0).json();

      assertEquals(6, document.path("imports").path(0).path("recovered").size());
      scene.run("plan").exits(0).says("9.9 → 8.9", "0 to add, 1 to change, 0 to destroy");
    }
  }

  /** Its document tells when a subscription has to end. */
  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void whatSomebodyExtendedByHandIsStillToldAfterwards(String version) {
    try (Scene scene = Scene.in(folder, Scene.options(version))) {
      scene.run("apply --yes").exits(0);
      long subscription =
          scene
              .host
              .backDoor()
              .byHand("GET", "/api/v1/admin/subscriptions?status=active", "")
              .path("data")
              .path("items")
              .path(0)
              .path("id")
              .asLong();
      scene
          .host
          .backDoor()
          .byHand(
              "POST", "/api/v1/admin/subscriptions/" + subscription + "/extend", "{\"days\":7}");
      lose(scene);
      scene.run("recover --yes").exits(0).says("6 on record again");

      scene.run("plan").exits(0).says("expires", "left as it is", "No changes planned");
      scene.run("drift --detailed-exitcode").exits(2).says(Scene.USER);
    }
  }

  @Test
  void aNamesakeThatHoldsNothingOfOursIsNotTakenForOurs() {
    try (Scene scene = Scene.in(folder)) {
      scene
          .host
          .backDoor()
          .byHand(
              "POST",
              "/api/v1/admin/groups",
              "{\"name\":\"deepseek\",\"platform\":\"openai\",\"rate_multiplier\":1}");

      scene
          .run("recover --yes")
          .exits(1)
          .says("in doubt: prod/Group/deepseek", "spec.adopt: true", "Nothing was found");

      assertTrue(scene.recorded().isBlank(), scene.recorded());
    }
  }

  @Test
  void marksOfAnImportThatIsDeclaredNoMoreAreToldAndLeftAlone() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("apply --yes").exits(0);
      List<String> standing = Holdings.of(scene.host);
      scene.remove(Scene.GRANT);
      scene.replace(Scene.IMPORT, "metadata: {name: deepseek}", "metadata: {name: another}");
      lose(scene);
      for (String team : List.of("team-a", "team-b")) {
        scene.remove("keys/deepseek-" + team + ".age");
      }
      scene.replace(
          Scene.IMPORT, "{id: team-a, sealed: keys/deepseek-team-a.age}", "{id: x, env: HOME}");
      scene.replace(Scene.IMPORT, "    - {id: team-b, sealed: keys/deepseek-team-b.age}\n", "");
      scene.commit("Another import");

      scene.run("recover --yes").says("3 things that carry our mark for deepseek");

      assertEquals(standing, Holdings.of(scene.host));
    }
  }
}
