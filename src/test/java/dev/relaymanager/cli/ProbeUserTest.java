package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.seal.SecretHunt;
import dev.relaymanager.sim.FaultRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Users that the manager keeps for its own proof, where the host's document allows it. */
final class ProbeUserTest {
  @TempDir private Path folder;

  private static Scene scene(Path folder, String version) {
    Scene scene = Scene.in(folder, Scene.options(version));
    scene.patience = 1;
    scene.replace(Scene.HOST, "  versions:", "  probeUser: true\n  versions:");
    scene.commit("A probe user is allowed");
    return scene;
  }

  private static JsonNode items(Scene scene, String path) {
    return scene.host.backDoor().byHand("GET", path, "").path("data").path("items");
  }

  private static List<String> probeUsers(Scene scene) {
    List<String> emails = new ArrayList<>();
    items(scene, "/api/v1/admin/users?search=.relay-manager.invalid")
        .forEach(user -> emails.add(user.path("email").asString()));
    return emails;
  }

  /** Later hosts go on listing subscriptions that were revoked. */
  private static List<String> standing(Scene scene) {
    List<String> standing = new ArrayList<>();
    Holdings.of(scene.host).stream()
        .filter(one -> !one.startsWith("subscriptions"))
        .forEach(standing::add);
    items(scene, "/api/v1/admin/subscriptions?status=active")
        .forEach(one -> standing.add("subscription " + one.path("id").asString()));
    return standing;
  }

  private static JsonNode user(Scene scene) {
    return items(scene, "/api/v1/admin/users?search=.relay-manager.invalid").path(0);
  }

  private static JsonNode keys(Scene scene) {
    return items(scene, "/api/v1/admin/users/" + user(scene).path("id").asString() + "/api-keys");
  }

  private static JsonNode access(Scene scene, String state) {
    JsonNode one = scene.run("status --output json").exits(0).json().path("imports").path(0);
    assertEquals(state, one.path("access_closure_status").asString(), one::toPrettyString);
    return one;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void accessIsProvenWithoutAnybodysKeyAndNothingOfItStaysBehind(String version) {
    try (Scene scene = scene(folder, version)) {
      List<String> fresh = standing(scene);
      scene
          .run("plan")
          .exits(0)
          .says("ProbeUser", "ProbeKey", "Plan: 9 to add, 0 to change, 0 to destroy.");
      scene.run("apply --yes").exits(0).says("access subscription_ready", "probe user deepseek@");

      assertEquals(1, probeUsers(scene).size());
      assertEquals(1, keys(scene).size());
      String key = keys(scene).path(0).path("key").asString();
      JsonNode one = access(scene, "subscription_ready");
      assertEquals("active", one.path("provider_status").asString(), one::toPrettyString);
      JsonNode proof = one.path("access_proofs").path(0);
      assertEquals("", proof.path("grant").asString());
      assertEquals(probeUsers(scene).getFirst(), proof.path("user").asString());
      assertFalse(scene.recorded().contains(key));
      scene.run("plan --detailed-exitcode").exits(0).saysNot(key);
      scene.run("drift --detailed-exitcode").exits(0);
      scene.host.forgetRequests();
      scene.run("apply --yes").exits(0);
      assertEquals(0, scene.changes());

      String batch = scene.batches().getLast().header().id();
      scene.run("rollback --yes --batch " + batch).exits(0);
      assertEquals(fresh, standing(scene));
      assertEquals(List.of(), probeUsers(scene));
      assertEquals(
          "", scene.store().resources().recorded().resources().toString().replace("{}", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void inAGroupThatBillsBalancesItPaysFromASmallOne(String version) {
    try (Scene scene = scene(folder, version)) {
      scene.replace(Scene.IMPORT, "access: [subscription]", "access: [self-service]");
      scene.replace(Scene.IMPORT, "  plan: {price: 9.90, days: 30, forSale: true}\n", "");
      scene.remove(Scene.GRANT);
      scene.commit("An open group");
      scene.run("plan").exits(0).says("startBalanceUsd  1");
      scene.run("apply --yes").exits(0).says("access self_service_ready");
      scene.run("plan --detailed-exitcode").exits(0);

      scene.replace(Scene.HOST, "  probeUser: true\n", "");
      scene.commit("No probe user any more");
      scene.run("apply --yes").exits(0).says("2 to destroy");
      assertEquals(List.of(), probeUsers(scene));
      access(scene, "not_configured");
      scene.run("plan --detailed-exitcode").exits(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.1.126, cut-before",
    "0.1.126, cut-after",
    "0.1.126, error-after",
    "0.1.172, cut-after",
    "0.1.172, truncate"
  })
  void lostAnswersMakeNoSecondUserAndNoSecondKey(String version, String fault) {
    try (Scene scene = scene(folder, version)) {
      List<String> fresh = standing(scene);
      for (String route : List.of("POST /api/v1/admin/users", "POST /api/v1/keys")) {
        scene.host.inject(FaultRule.parse(route + ":" + fault));
      }
      scene.run("apply --yes").exits(0);
      scene.host.clearFaults();
      scene.run("apply --yes").exits(0);
      access(scene, "subscription_ready");
      assertEquals(1, probeUsers(scene).size());
      assertEquals(1, keys(scene).size());
      scene.run("plan --detailed-exitcode").exits(0);

      for (String route : List.of("DELETE /api/v1/admin/users/*", "DELETE /api/v1/keys/*")) {
        scene.host.inject(FaultRule.parse(route + ":" + fault));
      }
      String batch = scene.batches().getLast().header().id();
      scene.run("rollback --yes --batch " + batch).exits(0);
      assertEquals(fresh, standing(scene));
      assertEquals(List.of(), probeUsers(scene));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void withoutALoginNothingIsClaimedAndTheUsersAreServedAllTheSame(String version) {
    try (Scene scene = scene(folder, version)) {
      List<String> fresh = standing(scene);
      scene.host.inject(FaultRule.parse("POST /api/v1/auth/login:status=403:always"));
      scene.run("apply --yes").exits(5).says("partially_succeeded");
      JsonNode one = access(scene, "not_configured");
      assertEquals("degraded", one.path("provider_status").asString(), one::toPrettyString);
      assertTrue(one.path("access_evidence").asString().contains("seal it and name it"));
      assertEquals(1, items(scene, "/api/v1/admin/subscriptions?status=active").size() - 1);

      scene.host.clearFaults();
      scene.run("apply --yes").exits(0);
      access(scene, "subscription_ready");

      scene.host.inject(FaultRule.parse("POST /api/v1/auth/login:status=403:always"));
      scene.replace(Scene.IMPORT, "price: 9.90", "price: 8.90");
      scene.commit("Cheaper, so the proof is asked again");
      scene.run("apply --yes").exits(0);
      one = access(scene, "not_configured");
      assertTrue(one.path("access_evidence").asString().contains("could not log in"));

      String batch = scene.batches().getLast().header().id();
      scene.run("rollback --yes --batch " + batch).exits(0);
      assertEquals(fresh, standing(scene));
      assertEquals(List.of(), probeUsers(scene));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void oneThatSomebodyDeletedIsDriftAndMadeAnewOnDemand(String version) {
    try (Scene scene = scene(folder, version)) {
      scene.run("apply --yes").exits(0);
      long id = user(scene).path("id").asLong();
      scene.host.backDoor().byHand("DELETE", "/api/v1/admin/users/" + id, "");
      scene.run("drift --detailed-exitcode").exits(2).says("ProbeUser", "is gone from the host");
      scene.run("apply --yes").exits(0);
      access(scene, "not_configured");

      scene.replace(Scene.IMPORT, "onDrift: report", "onDrift: correct");
      scene.commit("Put it right");
      scene.run("apply --yes").exits(0).says("3 to add");
      access(scene, "subscription_ready");
      scene.run("plan --detailed-exitcode").exits(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aLostRecordKnowsItAgain(String version) {
    try (Scene scene = scene(folder, version)) {
      scene.run("apply --yes").exits(0);
      RecoverTest.lose(scene);
      scene.run("recover --yes").exits(0).says("9 on record again");
      scene.run("plan --detailed-exitcode").exits(0);
      scene.run("apply --yes").exits(0);
      access(scene, "subscription_ready");
      assertEquals(1, probeUsers(scene).size());
    }
  }

  /** Its address has the import's name in it. */
  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aRenamedImportGetsAnother(String version) {
    try (Scene scene = scene(folder, version)) {
      scene.run("apply --yes").exits(0);
      scene.rename("deepseek", "another");
      scene.run("apply --yes").exits(0).says("3 to add", "3 to destroy");
      assertEquals(1, probeUsers(scene).size());
      assertTrue(probeUsers(scene).getFirst().startsWith("another@relay-probe."));
      scene.run("plan --detailed-exitcode").exits(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void neitherItsPasswordNorItsKeyIsWrittenDownAndAProofLogsInOnce(String version) {
    try (Scene scene = scene(folder, version)) {
      List<String> said = new ArrayList<>();
      said.add(scene.run("apply --yes --report").exits(0).toString());
      scene.replace(Scene.IMPORT, "price: 9.90", "price: 8.90");
      scene.commit("Cheaper, so the proof is asked again");
      scene.host.forgetRequests();
      said.add(scene.run("apply --yes --output json").exits(0).toString());
      assertEquals(
          1,
          scene.host.requests().stream()
              .filter(request -> request.path().equals("/api/v1/auth/login"))
              .count());
      said.add(scene.run("status --output json").exits(0).toString());
      scene.host.inject(FaultRule.parse("POST /api/v1/admin/users:status=500:always"));
      said.add(scene.run("plan --output json").exits(0).toString());

      Origin origin = Origin.of(scene.host.url());
      String password;
      try (Secret secret = scene.identity.probePasswords().of(origin, "deepseek")) {
        password = secret.reveal(text -> text);
      }
      SecretHunt hunt =
          new SecretHunt(Set.of(password, keys(scene).path(0).path("key").asString()));
      hunt.files(scene.state());
      hunt.repository(scene.repository());
      hunt.text("what was said", String.join("\n", said));
      assertEquals(List.of(), hunt.hits());
    }
  }

  /** What is left to the users is theirs; the probe user is nobody's. */
  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void anImportThatIsLeftStandingKeepsNoProbeUser(String version) {
    try (Scene scene = scene(folder, version)) {
      scene.replace(Scene.IMPORT, "onDrift: report", "deletion: orphan\n  onDrift: report");
      scene.commit("To be left standing");
      scene.run("apply --yes").exits(0);
      scene.remove(Scene.IMPORT);
      scene.remove(Scene.GRANT);
      scene.commit("Left standing");
      scene.run("apply --yes --allow empty-desired-state").exits(0);
      assertEquals(List.of(), probeUsers(scene));
      assertEquals(1, items(scene, "/api/v1/admin/subscriptions?status=active").size());
    }
  }
}
