package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.sim.FaultRule;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import dev.relaymanager.store.KeyProofs;
import dev.relaymanager.store.StateStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One of two keys is dead at the vendor. */
final class DeadKeyTest {
  private static final String DEAD = "sk-bad-invented-team-b-d00d";

  @TempDir private Path folder;

  @Test
  void aStrictImportIsTakenBackWhole() {
    try (Scene scene = Scene.in(folder)) {
      List<String> fresh = Holdings.of(scene.host);
      scene.sealKey("team-b", DEAD);
      scene.commit("A dead key");
      Ran applied = scene.run("apply --yes").exits(1).saysNot(DEAD);
      applied.says("team-b: key is dead: DeepSeek answered 401", "rolled_back");
      assertEquals(fresh, Holdings.of(scene.host));
      assertEquals(BatchState.ROLLED_BACK, scene.batches().getFirst().state());
      scene.run("status").exits(0).says("failed", "team-b", "dead").saysNot(DEAD);
      scene.run("provider batches").exits(0).says("rolled_back");

      scene.host.forgetRequests();
      scene.run("plan").exits(0).says("in quarantine").saysNot("as the repository declares");
      scene.run("daemon --once").exits(0);
      assertEquals(0, scene.changes());
      assertTrue(scene.report("README.md").contains("**failed**"), scene.report("README.md"));
      String page = scene.report("imports/prod/deepseek.md");
      assertTrue(page.contains("team-b: key is dead: DeepSeek answered 401"), page);

      scene.sealKey("team-b", "sk-good-invented-team-b-new0");
      scene.commit("A living key");
      scene.run("apply --yes").exits(0).says("6 to add");
      scene.run("plan --detailed-exitcode").exits(0).saysNot("in quarantine");
    }
  }

  @Test
  void aPartialImportServesWithTheOther() {
    try (Scene scene = Scene.in(folder)) {
      scene.replace(Scene.IMPORT, "mode: strict", "mode: partial");
      scene.sealKey("team-b", DEAD);
      scene.commit("A dead key, partial");
      JsonNode outcome = scene.run("apply --yes --output json").exits(5).saysNot(DEAD).json();
      JsonNode batch = outcome.path("batches").path(0);
      assertEquals("partially_succeeded", batch.path("status").asString(), batch::toPrettyString);
      assertEquals("fine", batch.path("keys").path(0).path("verdict").asString());
      assertEquals("dead", batch.path("keys").path(1).path("verdict").asString());
      List<String> accounts =
          Holdings.of(scene.host).stream().filter(one -> one.startsWith("accounts")).toList();
      assertEquals(1, accounts.size(), accounts::toString);
      assertTrue(accounts.getFirst().endsWith("deepseek-team-a"), accounts::toString);

      scene.host.forgetRequests();
      scene
          .run("plan --detailed-exitcode")
          .exits(0)
          .says("team-b: its key failed the proof", "--retry-refused")
          .saysNot(DEAD, "as the repository declares");
      scene.run("apply --yes").exits(0);
      assertEquals(0, scene.changes());
      scene.run("status").exits(0).says("degraded", "team-b is left out").saysNot(DEAD);

      scene.run("apply --yes --retry-refused").exits(5).says("1 to add", "dead");
      scene.sealKey("team-b", "sk-good-invented-team-b-new0");
      scene.commit("A living key");
      scene.run("apply --yes").exits(0).says("1 to add");
      scene.run("plan --detailed-exitcode").exits(0).saysNot("failed the proof");
    }
  }

  /** The run that made the account did not come to its trial. */
  @Test
  void aPartialImportDoesNotKeepAnAccountWhoseKeyNeverWorked() {
    try (Scene scene = Scene.in(folder)) {
      scene.replace(Scene.IMPORT, "mode: strict", "mode: partial");
      scene.sealKey("team-b", DEAD);
      scene.write(
          "policy.yaml",
          """
          apiVersion: relay-manager/v1
          kind: Policy
          metadata: {name: policy}
          spec: {maxDeletes: {count: 0, percent: 0}}
          """);
      scene.commit("A dead key, partial");
      scene.host.addHook(
          new RequestHook() {
            @Override
            public void after(SeenRequest request) {
              if (request.template().endsWith("/accounts/batch") && request.status() < 300) {
                scene.host.inject(FaultRule.parse("GET */accounts/*:status=503:always"));
              }
            }
          });
      scene.run("apply --yes").exits(1);
      assertEquals(2, accounts(scene));
      scene.host.clearFaults();

      scene.run("apply --yes").exits(0).says("team-b: key is dead").saysNot(DEAD);
      scene.run("plan").exits(0).says("its key never worked", "1 to destroy");
      scene.run("apply --yes").exits(0);
      assertEquals(1, accounts(scene));
      scene.run("plan --detailed-exitcode").exits(0).says("team-b: its key failed the proof");
      scene.run("status").exits(0).says("degraded", "team-b is left out").saysNot(DEAD);
    }
  }

  /** It served once: taking it away is for a person to decide. */
  @Test
  void aPartialImportKeepsAnAccountWhoseKeyDied() {
    try (Scene scene = Scene.in(folder)) {
      scene.replace(Scene.IMPORT, "mode: strict", "mode: partial");
      scene.commit("Partial");
      scene.run("apply --yes").exits(0);
      try (StateStore store = scene.store()) {
        store
            .keyProofs()
            .of("prod", "deepseek")
            .forEach(
                proof ->
                    store
                        .keyProofs()
                        .keep(
                            List.of(
                                new KeyProofs.KeyProof(
                                    proof.account(),
                                    proof.key(),
                                    "dead",
                                    false,
                                    "DeepSeek answered 401",
                                    proof.at(),
                                    null))));
      }
      scene.run("plan --detailed-exitcode").exits(0).saysNot("destroy");
      scene.run("apply --yes").exits(0);
      scene.run("status").exits(0).says("degraded", "team-a is dead: DeepSeek answered 401");

      scene.run("keys --health dead").exits(0).says("team-a", "team-b", "DeepSeek answered 401");
      scene.run("keys --check --import deepseek").exits(0).says("fine", "just now").saysNot("dead");
      scene.run("apply --yes").exits(0);
      scene.run("status").exits(0).saysNot("dead");
    }
  }

  /** The vendor is not asked for it: the host says so itself. */
  @Test
  void anAccountThatTheHostTookOutOfServiceIsNamed() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("apply --yes").exits(0);
      long hostId;
      try (StateStore store = scene.store()) {
        hostId =
            store
                .resources()
                .get(ResourceKey.account("prod", "deepseek", "team-b"))
                .orElseThrow()
                .hostId();
      }
      scene.host.backDoor().setAccountError(hostId, "401 wrong key " + DEAD);

      scene.run("plan --detailed-exitcode").exits(0);
      scene.run("apply --yes").exits(0);

      scene
          .run("status")
          .exits(0)
          .says("degraded", "team-b is out of service on the host (error): 401 wrong key sk-…")
          .saysNot(DEAD);
    }
  }

  @Test
  void keysListsWhatIsHeldAndWhatIsLeftOut() {
    try (Scene scene = Scene.in(folder)) {
      scene.run("keys").exits(0).says("No keys.");
      scene.replace(Scene.IMPORT, "mode: strict", "mode: partial");
      scene.sealKey("team-b", DEAD);
      scene.commit("A dead key, partial");
      scene.run("apply --yes").exits(5);

      Ran keys = scene.run("keys").exits(0).saysNot(DEAD, "sk-good");
      keys.says("prod/deepseek", "team-a", "deepseek-team-a", "fine", "team-b", "no account");
      JsonNode json = scene.run("keys --health dead --output json").exits(0).json();
      assertEquals(1, json.size());
      assertEquals("team-b", json.path(0).path("id").asString());
      assertEquals(
          "DeepSeek answered 401 invalid_request_error", json.path(0).path("evidence").asString());

      scene.sealKey("team-b", "sk-good-invented-team-b-new0");
      scene.commit("A living key");
      scene.run("apply --yes").exits(0);
      scene.run("keys").exits(0).says("team-b").saysNot("no account", "dead");
    }
  }

  private static long accounts(Scene scene) {
    return Holdings.of(scene.host).stream().filter(one -> one.startsWith("accounts")).count();
  }

  @Test
  void aPartialImportOfDeadKeysOnlyIsAFailure() {
    try (Scene scene = Scene.in(folder)) {
      scene.replace(Scene.IMPORT, "mode: strict", "mode: partial");
      scene.sealKey("team-a", "sk-bad-invented-team-a-dead");
      scene.sealKey("team-b", DEAD);
      scene.commit("Dead keys");
      scene.run("apply --yes").exits(1).says("team-a: key is dead", "team-b: key is dead");
      scene.run("status").exits(0).says("failed");
      scene
          .run("plan --detailed-exitcode")
          .exits(0)
          .says("team-a: its key failed the proof", "team-b: its key failed the proof")
          .saysNot("as the repository declares");
    }
  }
}
