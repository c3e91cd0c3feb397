package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import dev.relaymanager.store.StateStore;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are replaced in Git, and the new ones that do not work: the earlier ones come back. */
final class RotatedKeyTest {
  private static final String OLD_A = "sk-good-invented-team-a-5e1f";
  private static final String OLD_B = "sk-good-invented-team-b-77c0";
  private static final String NEW_A = "sk-good-invented-rotated-a-9c11";
  private static final String NEW_B = "sk-good-invented-rotated-b-20d7";
  private static final String DEAD_B = "sk-bad-invented-rotated-b-d00d";

  @TempDir private Path folder;

  private static String held(Scene scene, String id) {
    try (StateStore store = scene.store()) {
      return scene
          .host
          .backDoor()
          .accountKey(store.resources().get(account(id)).orElseThrow().hostId());
    }
  }

  private static ResourceKey account(String id) {
    return ResourceKey.account("prod", "deepseek", id);
  }

  private static Scene standing(Path folder, String version, boolean strict) {
    Scene scene = Scene.in(folder, Scene.options(version));
    if (!strict) {
      scene.replace(Scene.IMPORT, "mode: strict", "mode: partial");
      scene.commit("Partial");
    }
    scene.run("apply --yes").exits(0);
    return scene;
  }

  /** Lets the host's own test of an account fail the first time after its key was switched. */
  private static void failTheTestOf(Scene scene, String id) {
    AtomicInteger tests = new AtomicInteger();
    long hostId;
    try (StateStore store = scene.store()) {
      hostId = store.resources().get(account(id)).orElseThrow().hostId();
    }
    scene.host.addHook(
        new RequestHook() {
          @Override
          public void before(SeenRequest request) {
            if (request.template().equals("/api/v1/admin/accounts/:id/test")
                && request.path().contains("/" + hostId + "/")
                && tests.getAndIncrement() == 0) {
              scene.host.backDoor().setAccountKey(hostId, DEAD_B);
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aStrictImportGetsAllItsEarlierKeysBack(String version) {
    try (Scene scene = standing(folder, version, true)) {
      scene.sealKey("team-a", NEW_A);
      scene.sealKey("team-b", DEAD_B);
      scene.commit("Two new keys, one of them dead");

      scene
          .run("apply --yes")
          .exits(1)
          .says("the new key is dead, the old one stays", "rolled_back")
          .saysNot(NEW_A, DEAD_B);

      assertEquals(OLD_A, held(scene, "team-a"));
      assertEquals(OLD_B, held(scene, "team-b"));
      assertEquals(BatchState.ROLLED_BACK, scene.batches().getFirst().state());
      scene.run("status").exits(0).says("sk…1f").saysNot("sk…11");
      scene.run("plan").exits(0).says("in quarantine");

      scene.sealKey("team-b", NEW_B);
      scene.commit("Both work");
      scene.run("apply --yes").exits(0).says("2 to change");
      assertEquals(NEW_A, held(scene, "team-a"));
      assertEquals(NEW_B, held(scene, "team-b"));
      scene.run("plan --detailed-exitcode").exits(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aPartialImportKeepsTheEarlierKeyUntilGitSaysAnother(String version) {
    try (Scene scene = standing(folder, version, false)) {
      scene.sealKey("team-b", DEAD_B);
      scene.commit("A dead key");
      scene.run("apply --yes").exits(5).says("the new key is dead, the old one stays");
      assertEquals(OLD_B, held(scene, "team-b"));

      scene.host.forgetRequests();
      scene
          .run("plan --detailed-exitcode")
          .exits(0)
          .says("team-b: its new key failed the proof", "--retry-refused");
      scene.run("apply --yes").exits(0);
      assertEquals(0, scene.changes());
      scene.run("status").exits(0).says("degraded", "team-b keeps its earlier key");

      scene.replace(Scene.IMPORT, "onDrift: report", "onDrift: report\n  models: [deepseek-chat]");
      scene.commit("One model less");
      scene.run("apply --yes").exits(0).says("modelMapping");
      assertEquals(OLD_B, held(scene, "team-b"), "credentials are sent whole, with the key it has");
      scene.run("plan --detailed-exitcode").exits(0);

      scene.run("apply --yes --retry-refused").exits(5).says("1 to change", "dead");
      scene.sealKey("team-b", NEW_B);
      scene.commit("A living key");
      scene.run("apply --yes").exits(0).says("1 to change");
      assertEquals(NEW_B, held(scene, "team-b"));
      scene.run("plan --detailed-exitcode").exits(0).saysNot("failed the proof");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "0.1.172") // the test of 0.1.126 cannot tell (contract.md 5.5)
  void theEarlierKeyComesBackWhenTheHostsTestFailsAfterTheSwitch(String version) {
    try (Scene scene = standing(folder, version, false)) {
      failTheTestOf(scene, "team-b");
      scene.sealKey("team-b", NEW_B);
      scene.commit("A key that the vendor takes and the host's test does not");

      scene
          .run("apply --yes")
          .exits(5)
          .says("the account fails with its new key", "it has its earlier key again");

      assertEquals(OLD_B, held(scene, "team-b"));
      scene.run("status").exits(0).says("sk…c0", "degraded");
      scene.host.forgetRequests();
      scene.run("plan --detailed-exitcode").exits(0).says("its new key failed the proof");
      scene.run("apply --yes --retry-refused").exits(0);
      assertEquals(NEW_B, held(scene, "team-b"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "0.1.172") // the test of 0.1.126 cannot tell (contract.md 5.5)
  void aStrictImportIsTakenBackWhenTheHostsTestFailsAfterTheSwitch(String version) {
    try (Scene scene = standing(folder, version, true)) {
      failTheTestOf(scene, "team-b");
      scene.sealKey("team-a", NEW_A);
      scene.sealKey("team-b", NEW_B);
      scene.commit("Two keys, of which one fails on the host");

      scene.run("apply --yes").exits(1).says("the account fails with its new key", "rolled_back");

      assertEquals(OLD_A, held(scene, "team-a"));
      assertEquals(OLD_B, held(scene, "team-b"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void rollingABatchBackNeedsNoWordOnTheRevisionThatHadTheKey(String version) {
    try (Scene scene = standing(folder, version, true)) {
      scene.sealKey("team-a", NEW_A);
      scene.commit("Another key");
      scene.run("apply --yes").exits(0);
      String batch = scene.batches().getFirst().header().id();
      // What is declared by now is neither of the two.
      scene.sealKey("team-a", "sk-good-invented-third-a-31f8");
      scene.commit("A third key, not applied");

      scene.run("rollback --yes --batch " + batch).exits(0).says("rolled_back");

      assertEquals(OLD_A, held(scene, "team-a"));
      assertTrue(scene.run("status").says("sk…1f").exit() == 0);
    }
  }
}
