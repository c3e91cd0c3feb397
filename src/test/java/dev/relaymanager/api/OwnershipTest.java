package dev.relaymanager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.declared.ApiDocuments;
import dev.relaymanager.desired.DocumentLoader;
import dev.relaymanager.git.FolderTree;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedHostOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What came over the API beside what a repository declares. */
final class OwnershipTest {
  @TempDir private Path folder;

  private static void export(ApiWorld world, Path repository) throws IOException {
    for (Map.Entry<String, byte[]> file :
        ApiDocuments.standing(world.desk().store().declarations()).files().entrySet()) {
      // Not only where the API had it: documents are known by kind and name.
      Path path = repository.resolve(file.getKey().replace("api/imports/", "imports/"));
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  @Test
  void whatMovesIntoTheRepositoryIsItsOwnAndNothingChangesOnTheHost() throws Exception {
    Path repository = Files.createDirectory(folder.resolve("repository"));
    try (SimulatedHost host =
            SimulatedHost.start(
                SimulatedHostOptions.of("0.1.126")
                    .withAdminKey(ApiWorld.ADMIN_KEY)
                    .withVendorPort(0));
        ApiWorld world = ApiWorld.on(folder, host, repository.toString())) {
      host.backDoor().addUser(ApiWorld.USER, ApiWorld.PASSWORD);
      Client client = world.client();
      JourneyOverHttpTest.connect(world, client);
      Client.Got batch =
          client.post(
              "/api/providers/deepseek/import",
              JourneyOverHttpTest.body("strict", JourneyOverHttpTest.keys(ApiWorld.GOOD_A)));
      assertEquals("succeeded", batch.text("/status"), batch.body());
      assertEquals("api", client.get("/api/providers/deepseek/status").text("/imports/0/owner"));

      export(world, repository);

      assertEquals(1, DocumentLoader.load(FolderTree.of(repository)).imports().size());
      assertEquals(0, client.get("/api/plan").json().at("/resource_changes").size());
      host.forgetRequests();
      client.post("/api/providers/deepseek/reconcile", "{}");
      assertEquals(0, host.changingRequests());
      assertEquals("git", client.get("/api/providers/deepseek/status").text("/imports/0/owner"));
      assertEquals("git", client.get("/api/hosts/prod").text("/owner"));
      Client.Got refused =
          client.post(
              "/api/providers/deepseek/import",
              JourneyOverHttpTest.body("strict", JourneyOverHttpTest.keys(ApiWorld.GOOD_B)));
      assertEquals(409, refused.status(), refused.body());
      assertEquals("urn:relay-manager:problem:owned-by-git", refused.text("/type"));
      assertTrue(refused.text("/detail").contains("imports/deepseek.yaml"), refused.body());
      assertEquals(409, client.delete("/api/hosts/prod").status());
      assertEquals(
          409, client.post("/api/packs/install", "{\"source\": \"openai-cn-pack\"}").status());
      assertEquals(200, client.post("/api/hosts/prod/probe", "").status());
      Client.Got undone =
          client.post("/api/import-batches/" + batch.text("/batch_id") + "/rollback", "{}");
      assertEquals("rolled_back", undone.text("/status"), undone.body());
    }
  }

  @Test
  void anImportOverTheApiMayUseAHostAndAPackOfTheRepository() throws Exception {
    Path repository = Files.createDirectory(folder.resolve("repository"));
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    try (SimulatedHost host =
        SimulatedHost.start(
            SimulatedHostOptions.of("0.1.172")
                .withAdminKey(ApiWorld.ADMIN_KEY)
                .withVendorPort(0))) {
      host.backDoor().addUser(ApiWorld.USER, ApiWorld.PASSWORD);
      try (ApiWorld world = ApiWorld.on(first, host, null)) {
        JourneyOverHttpTest.connect(world, world.client());
        export(world, repository);
      }
      Files.copy(first.resolve("relay.identity"), second.resolve("relay.identity"));
      Files.setPosixFilePermissions(
          second.resolve("relay.identity"),
          java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
      try (ApiWorld world = ApiWorld.on(second, host, repository.toString())) {
        Client client = world.client();
        Client.Got batch =
            client.post(
                "/api/providers/deepseek/import",
                JourneyOverHttpTest.body("partial", JourneyOverHttpTest.keys(ApiWorld.GOOD_A)));
        assertEquals("succeeded", batch.text("/status"), batch.body());
        assertEquals("git", client.get("/api/hosts/prod").text("/owner"));
        assertEquals(409, refusedHost(client, host).status());
      }
    }
  }

  private static Client.Got refusedHost(Client client, SimulatedHost host) {
    return client.post(
        "/api/hosts",
        """
        {"name": "prod", "base_url": "%s", "auth": {"type": "admin_key", "token": "%s"}}
        """
            .formatted(host.url(), ApiWorld.ADMIN_KEY));
  }
}
