package dev.relaymanager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an operator does over the API, from the first host to the last rollback. */
final class JourneyOverHttpTest {
  @TempDir private Path folder;

  static void connect(ApiWorld world, Client client) {
    Client.Got host =
        client.post(
            "/api/hosts",
            """
            {"name": "prod", "base_url": "%s", "probe_user": false,
             "auth": {"type": "admin_key", "token": "%s"}}
            """
                .formatted(world.host.url(), ApiWorld.ADMIN_KEY));
    assertEquals(201, host.status(), host.body());
    Client.Got pack = client.post("/api/packs/install", "{\"source\": \"openai-cn-pack\"}");
    assertEquals(201, pack.status(), pack.body());
  }

  static String body(String mode, String keys) {
    return """
        {"host_id": "prod", "mode": "%s", "keys": %s,
         "subscription_targets": [{"user_id": "%s", "duration_days": 30}]}
        """
        .formatted(mode, keys, ApiWorld.USER);
  }

  static String keys(String... keys) {
    return "[\"" + String.join("\", \"", keys) + "\"]";
  }

  private static List<String> addresses(JsonNode items) {
    return StreamSupport.stream(items.spliterator(), false)
        .map(one -> one.path("address").stringValue())
        .toList();
  }

  @Test
  void keysAreImportedAddedToAndTakenBackBatchByBatch() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      connect(world, client);

      Client.Got preview =
          client.post(
              "/api/providers/deepseek/preview-import",
              body("strict", keys(ApiWorld.GOOD_A, " " + ApiWorld.GOOD_A + " ", "")));
      assertEquals(200, preview.status(), preview.body());
      assertEquals(3, preview.json().at("/keys/given").intValue());
      assertEquals(1, preview.json().at("/keys/distinct").intValue());
      assertEquals(5, preview.json().at("/plan/summary/add").intValue());
      assertEquals(0, client.get("/api/status").json().at("/imports").size());

      Client.Got first =
          client.post("/api/providers/deepseek/import", body("strict", keys(ApiWorld.GOOD_A)));
      assertEquals("succeeded", first.text("/status"), first.body());
      Client.Got second =
          client.post(
              "/api/providers/deepseek/import",
              body("strict", keys(ApiWorld.GOOD_A, ApiWorld.GOOD_B)));
      assertEquals("succeeded", second.text("/status"), second.body());
      assertEquals(1, second.json().at("/created/account_ids").size());
      assertFalse(second.json().at("/created").has("group_id"));

      assertEquals(6, client.get("/api/providers/deepseek/resources").json().at("/items").size());
      Client.Got listed = client.get("/api/providers/deepseek/import-batches?limit=1");
      assertEquals(second.text("/batch_id"), listed.text("/items/0/batch_id"));
      Client.Got older =
          client.get(
              "/api/providers/deepseek/import-batches?cursor=" + listed.text("/next_cursor"));
      assertEquals(first.text("/batch_id"), older.text("/items/0/batch_id"));
      assertTrue(older.json().at("/next_cursor").isNull());

      Client.Got undone =
          client.post("/api/import-batches/" + second.text("/batch_id") + "/rollback", "{}");
      assertEquals("rolled_back", undone.text("/status"), undone.body());
      assertEquals(5, client.get("/api/providers/deepseek/resources").json().at("/items").size());
      Client.Got found = client.post("/api/providers/deepseek/reconcile", "{}");
      assertTrue(found.json().at("/imports/0/batch_id").isNull(), found.body());

      Client.Got again =
          client.post("/api/import-batches/" + second.text("/batch_id") + "/rollback", "{}");
      assertEquals(409, again.status());
      Client.Got all =
          client.post("/api/import-batches/" + first.text("/batch_id") + "/rollback", "{}");
      assertEquals("rolled_back", all.text("/status"), all.body());
      assertEquals(0, client.get("/api/providers/deepseek/resources").json().at("/items").size());
      assertEquals(0, world.total("accounts"));
      assertEquals(204, client.delete("/api/hosts/prod").status());
    }
  }

  @Test
  void anAccountThatIsDeletedByHandIsDriftAndTheBatchIsTakenBackAllTheSame() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      connect(world, client);
      Client.Got batch =
          client.post(
              "/api/providers/deepseek/import",
              body("partial", keys(ApiWorld.GOOD_A, ApiWorld.GOOD_B)));
      String account = batch.text("/created/account_ids/0");
      world.host.backDoor().byHand("DELETE", "/api/v1/admin/accounts/" + account, "");

      Client.Got found = client.post("/api/providers/deepseek/reconcile", "{}");

      assertEquals("drifted", found.text("/imports/0/provider_status"), found.body());
      assertEquals(1, found.json().at("/imports/0/drift").size());
      assertEquals(
          "drifted",
          client.get("/api/providers/deepseek/status").text("/imports/0/provider_status"));
      assertEquals(
          addresses(client.get("/api/drift").json().path("resource_drift")),
          List.of(found.text("/imports/0/drift/0")));
      assertEquals(200, client.get("/api/plan").status());
      assertEquals("prod/deepseek", client.get("/api/reconcile-runs").text("/items/0/scope"));

      Client.Got undone =
          client.post("/api/import-batches/" + batch.text("/batch_id") + "/rollback", "{}");
      assertEquals("rolled_back", undone.text("/status"), undone.body());
      assertEquals(0, client.get("/api/providers/deepseek/resources").json().at("/items").size());
    }
  }

  @Test
  void aStrictImportWithADeadKeyIsTakenBackAndWantedNoMore() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      connect(world, client);

      Client.Got batch =
          client.post(
              "/api/providers/deepseek/import",
              body("strict", keys(ApiWorld.GOOD_A, "sk-bad-invented-0c1d2e3f")));

      assertEquals("rolled_back", batch.text("/status"), batch.body());
      assertEquals("failed", batch.text("/provider_status"));
      assertTrue(batch.text("/detail").contains("dead"), batch.body());
      assertFalse(batch.body().contains("sk-bad-invented-0c1d2e3f"));
      assertEquals(0, client.get("/api/plan").json().at("/resource_changes").size());
      Client.Got once =
          client.post("/api/providers/deepseek/import", body("strict", keys(ApiWorld.GOOD_A)));
      assertEquals("succeeded", once.text("/status"), once.body());
    }
  }

  @Test
  void usersGetAccessForLongerForShorterAndNoMore() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      connect(world, client);
      client.post("/api/providers/deepseek/import", body("strict", keys(ApiWorld.GOOD_A)));
      String bob = "bob@example.com";
      world.host.backDoor().addUser(bob, "BobPass12345");
      String access = "/api/providers/deepseek/access";
      String give =
          """
          {"host_id": "prod", "subscription_targets": [{"user_id": "%s", "duration_days": 60}]}
          """
              .formatted(bob);

      Client.Got preview = client.post(access + "/preview", give);
      assertEquals(1, preview.json().at("/plan/summary/add").intValue(), preview.body());
      Client.Got given = client.post(access + "/assign-subscriptions", give);
      assertEquals("succeeded", given.text("/status"), given.body());
      Client.Got same = client.post(access + "/assign-subscriptions", give);
      assertEquals("succeeded", same.text("/status"), same.body());
      assertEquals(
          0,
          client.get("/api/import-batches/" + same.text("/batch_id")).json().at("/items").size());
      Client.Got shorter = client.post(access + "/assign-subscriptions", give.replace("60", "10"));
      assertEquals("succeeded", shorter.text("/status"), shorter.body());
      assertEquals(6, client.get("/api/providers/deepseek/resources").json().at("/items").size());
      Client.Got ended =
          client.post(
              access + "/assign-subscriptions",
              "{\"host_id\": \"prod\", \"revoke\": [\"" + bob + "\"]}");
      assertEquals("succeeded", ended.text("/status"), ended.body());
      assertEquals(5, client.get("/api/providers/deepseek/resources").json().at("/items").size());
      assertEquals(200, client.get(access + "/status").status());
    }
  }

  @Test
  void anImportIsSwitchedOffAndOnAgain() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      connect(world, client);
      String path = "/api/providers/deepseek/import";
      assertEquals(422, client.post(path, "{\"host_id\": \"prod\"}").status());
      client.post(path, body("strict", keys(ApiWorld.GOOD_A)));

      Client.Got off = client.post(path, "{\"host_id\": \"prod\", \"disabled\": true}");

      assertEquals("succeeded", off.text("/status"), off.body());
      assertEquals("disabled", off.text("/provider_status"), off.body());
      world.host.backDoor().byHand("DELETE", "/api/v1/admin/accounts/1", "");
      Client.Got found = client.post("/api/providers/deepseek/reconcile", "{}");
      assertEquals("disabled", found.text("/imports/0/provider_status"), found.body());
      Client.Got on = client.post(path, "{\"host_id\": \"prod\", \"disabled\": false}");
      assertEquals("drifted", on.text("/provider_status"), on.body());
    }
  }

  @Test
  void whatStandsInTheWayFailsTheBatchAndIsWantedNoMore() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      connect(world, client);
      client.post("/api/providers/deepseek/import", body("strict", keys(ApiWorld.GOOD_A)));

      Client.Got refused =
          client.post(
              "/api/providers/deepseek/access/assign-subscriptions",
              """
              {"host_id": "prod",
               "subscription_targets": [{"user_id": "nobody@example.com", "duration_days": 9}]}
              """);

      assertEquals("failed", refused.text("/status"), refused.body());
      assertTrue(refused.text("/detail").contains("nobody@example.com"), refused.body());
      Client.Got plan = client.get("/api/plan");
      assertEquals(0, plan.json().at("/obstacles").size(), plan.body());
      assertEquals(0, plan.json().at("/resource_changes").size(), plan.body());
    }
  }

  @Test
  void anotherNameOnTheHostThatIsNotOursStandsInTheWayUntilItIsAdopted() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.172")) {
      Client client = world.client();
      connect(world, client);
      world
          .host
          .backDoor()
          .byHand(
              "POST",
              "/api/v1/admin/groups",
              "{\"name\": \"deepseek\", \"platform\": \"openai\", \"rate_multiplier\": 1,"
                  + " \"subscription_type\": \"subscription\"}");
      String path = "/api/providers/deepseek/import";

      Client.Got refused = client.post(path, body("strict", keys(ApiWorld.GOOD_A)));

      assertEquals("failed", refused.text("/status"), refused.body());
      assertTrue(refused.text("/detail").contains("adopt"), refused.body());
      Client.Got adopted =
          client.post(
              path,
              body("strict", keys(ApiWorld.GOOD_A))
                  .replace("{\"host_id\"", "{\"adopt\": true, \"host_id\""));
      assertEquals("succeeded", adopted.text("/status"), adopted.body());
    }
  }
}
