package dev.relaymanager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The mission's two examples, field for field. */
final class MissionExamplesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aHostIsConnectedAndKeysAreImported(String version) {
    try (ApiWorld world = ApiWorld.in(folder, version)) {
      Client client = world.client();

      Client.Got host =
          client.post(
              "/api/hosts",
              """
              {"name": "prod-sub2api", "base_url": "%s", "auth": {"type": "bearer", "token": "%s"}}
              """
                  .formatted(world.host.url(), ApiWorld.ADMIN_KEY));

      assertEquals(201, host.status(), host.body());
      assertEquals(
          """
          {"host_id":"prod-sub2api","version":"%s","status":"supported","capabilities":\
          {"groups":true,"channels":true,"plans":true,"accounts":true,"account_test":true,\
          "account_models":true,"subscriptions":true}}"""
              .formatted(version),
          host.body());

      Client.Got pack = client.post("/api/packs/install", "{\"source\": \"openai-cn-pack\"}");
      assertEquals(201, pack.status(), pack.body());

      Client.Got batch =
          client.post(
              "/api/providers/deepseek/import",
              """
              {"host_id": "prod-sub2api", "mode": "partial", "access_mode": "subscription",
               "keys": ["%s", "%s"],
               "subscription_targets": [{"user_id": "%s", "duration_days": 30}]}
              """
                  .formatted(ApiWorld.GOOD_A, ApiWorld.GOOD_B, ApiWorld.USER));

      assertEquals(200, batch.status(), batch.body());
      assertEquals("succeeded", batch.text("/status"), batch.body());
      assertEquals("active", batch.text("/provider_status"), batch.body());
      assertEquals("subscription_ready", batch.text("/access_closure_status"), batch.body());
      assertEquals(
          List.of("batch_id", "status", "provider_status", "access_closure_status", "created"),
          List.copyOf(batch.json().propertyNames()));
      JsonNode created = batch.json().path("created");
      assertEquals(
          List.of("group_id", "channel_id", "plan_id", "account_ids"),
          List.copyOf(created.propertyNames()));
      assertEquals(2, created.path("account_ids").size());
      assertTrue(batch.text("/batch_id").startsWith("b-"));
      Client.Got access = client.get("/api/providers/deepseek/access/status");
      assertEquals("proven", access.text("/imports/0/ways/0/verdict"), access.body());
      assertEquals(200, access.json().at("/imports/0/proofs/0/status").intValue(), access.body());

      Client.Got undone =
          client.post("/api/import-batches/" + batch.text("/batch_id") + "/rollback", "{}");
      assertEquals("rolled_back", undone.text("/status"), undone.body());
      assertEquals(0, world.total("accounts"));
      assertEquals(1, world.total("groups"), "the host's own");
      assertEquals(2, world.total("users"), "the administrator and Alice");
    }
  }

  @Test
  void thePublishedContractKnowsNothingThatTheProgramDoesNotAndTheOtherWayRound() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client.Got got = world.client().get("/api/openapi.yaml");
      assertEquals(200, got.status());
      assertEquals(Contract.published().text(), got.body());
    }
  }
}
