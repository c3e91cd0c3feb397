package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.store.StateStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every state of access is reached by making it true on the host, and left again. */
final class AccessStatesTest {
  private static final String CALL = "POST /v1/chat/completions with deepseek-chat";

  @TempDir private Path folder;

  private static void declareProbe(Scene scene, String key) {
    scene.seal(
        "keys/probe.age",
        key,
        SealPurpose.userKey("research", Origin.of(scene.host.url())),
        scene.identity);
    if (!scene.read(Scene.GRANT).contains("probe:")) {
      scene.write(
          Scene.GRANT, scene.read(Scene.GRANT) + "  probe: {key: {sealed: keys/probe.age}}\n");
    }
    scene.commit("Prove it with this key");
  }

  private static long hostId(Scene scene, ResourceKey key) {
    try (StateStore store = scene.store()) {
      return store.resources().get(key).orElseThrow().hostId();
    }
  }

  private static long user(Scene scene, String email) {
    return scene
        .host
        .backDoor()
        .byHand("GET", "/api/v1/admin/users?search=" + email, "")
        .path("data")
        .path("items")
        .path(0)
        .path("id")
        .asLong();
  }

  /** Applies; gives what status says of the import, which apply's own answer has to agree with. */
  private static JsonNode applied(Scene scene, String state) {
    JsonNode applied = scene.run("apply --yes --output json").exits(0).json();
    JsonNode access = applied.path("access").path(0);
    assertEquals(state, access.path("access_closure_status").asString(), access::toPrettyString);
    JsonNode status = scene.run("status --output json").exits(0).json();
    JsonNode one = status.path("imports").path(0);
    assertEquals(state, one.path("access_closure_status").asString(), one::toPrettyString);
    assertEquals(access.path("ways"), one.path("access_ways"));
    return one;
  }

  private static void says(JsonNode one, int way, String verdict, String why) {
    JsonNode found = one.path("access_ways").path(way);
    assertEquals(verdict, found.path("verdict").asString(), one::toPrettyString);
    assertTrue(found.path("why").asString().contains(why), one::toPrettyString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void subscriptionAndSelfServiceAreProvenEachByItself(String version) {
    try (Scene scene = Scene.in(folder, Scene.options(version))) {
      scene.patience = 1;
      scene.replace(Scene.IMPORT, "access: [subscription]", "access: [subscription, self-service]");
      scene.commit("Both ways");
      JsonNode unproven = applied(scene, "not_configured");
      assertEquals("degraded", unproven.path("provider_status").asString());
      says(unproven, 0, "unchecked", "no grant names a user's key");
      says(unproven, 1, "unchecked", "no grant names a user's key");

      long group = hostId(scene, ResourceKey.group("prod", "deepseek"));
      long alice = user(scene, Scene.USER);
      String key = scene.host.backDoor().addKey(alice, group);
      declareProbe(scene, key);
      JsonNode full = applied(scene, "fully_ready");
      assertEquals("active", full.path("provider_status").asString(), full::toPrettyString);
      says(full, 0, "proven", "alice@example.com holds a subscription and was answered");
      says(full, 1, "proven", "DeepSeek 30 days is for sale");
      JsonNode proof = full.path("access_proofs").path(0);
      assertEquals("research", proof.path("grant").asString());
      assertEquals(CALL, proof.path("call").asString());
      assertEquals(200, proof.path("status").asInt());
      assertTrue(proof.path("served_by").asString().startsWith("deepseek-team-"));
      assertFalse(proof.path("at").asString().isEmpty());
      assertFalse(full.toString().contains(key));

      scene.replace(Scene.IMPORT, "forSale: true", "forSale: false");
      scene.commit("No longer for sale");
      JsonNode half = applied(scene, "subscription_ready");
      assertEquals("degraded", half.path("provider_status").asString(), half::toPrettyString);
      says(half, 1, "refused", "no plan of the group is for sale");

      long subscription = hostId(scene, ResourceKey.subscription("prod", "deepseek", Scene.USER));
      scene.host.backDoor().byHand("DELETE", "/api/v1/admin/subscriptions/" + subscription, "");
      JsonNode broken = applied(scene, "broken");
      says(broken, 0, "refused", "SUBSCRIPTION_NOT_FOUND");
      assertEquals(403, broken.path("access_proofs").path(0).path("status").asInt());

      scene
          .host
          .backDoor()
          .byHand(
              "POST",
              "/api/v1/admin/subscriptions/assign",
              "{\"user_id\":%d,\"group_id\":%d,\"validity_days\":30,\"notes\":\"paid\"}"
                  .formatted(alice, group));
      says(applied(scene, "fully_ready"), 1, "proven", "a subscription that no grant gave");

      scene.replace(Scene.GRANT, "  probe: {key: {sealed: keys/probe.age}}\n", "");
      scene.remove("keys/probe.age");
      scene.commit("No key for the proof any more");
      applied(scene, "not_configured");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void anOpenGroupIsProvenByAUserWhoPaysFromABalance(String version) {
    try (Scene scene = Scene.in(folder, Scene.options(version))) {
      scene.patience = 1;
      scene.replace(Scene.IMPORT, "access: [subscription]", "access: [self-service]");
      scene.replace(Scene.IMPORT, "  plan: {price: 9.90, days: 30, forSale: true}\n", "");
      scene.replace(Scene.GRANT, "  days: 30\n", "");
      scene.commit("An open group");
      says(applied(scene, "not_configured"), 0, "unchecked", "no grant names a user's key");

      long alice = user(scene, Scene.USER);
      declareProbe(
          scene,
          scene
              .host
              .backDoor()
              .addKey(alice, hostId(scene, ResourceKey.group("prod", "deepseek"))));
      says(applied(scene, "broken"), 0, "refused", "INSUFFICIENT_BALANCE");
      scene.host.backDoor().setBalance(alice, BigDecimal.TEN);
      JsonNode ready = applied(scene, "self_service_ready");
      says(ready, 0, "proven", "pays from a balance");
      assertEquals("active", ready.path("provider_status").asString(), ready::toPrettyString);

      scene.host.forgetRequests();
      applied(scene, "self_service_ready");
      assertEquals(0, scene.changes());

      scene.host.backDoor().setBalance(alice, BigDecimal.ZERO);
      scene.replace(
          Scene.IMPORT, "onDrift: report", "accounts: {concurrency: 7}\n  onDrift: report");
      scene.commit("Something new, so the proof is asked again");
      applied(scene, "broken");
    }
  }
}
