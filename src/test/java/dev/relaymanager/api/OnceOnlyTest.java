package dev.relaymanager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import dev.relaymanager.store.StateStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same call again, long work, and a service that ends in between. */
@Timeout(120) // work that is never done would be waited for without end
final class OnceOnlyTest {
  private static final String IMPORT = "/api/providers/deepseek/import";

  @TempDir private Path folder;

  @Test
  void theSameCallIsCarriedOutOnceAndAnsweredAgain() {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      JourneyOverHttpTest.connect(world, client);
      String body = JourneyOverHttpTest.body("strict", JourneyOverHttpTest.keys(ApiWorld.GOOD_A));

      Client.Got first = client.post(IMPORT, body, "Idempotency-Key", "one");
      Client.Got again = client.post(IMPORT, body, "Idempotency-Key", "one");

      assertEquals(200, first.status(), first.body());
      assertEquals(first.body(), again.body());
      assertEquals(
          "true", again.response().headers().firstValue("Idempotency-Replayed").orElse(""));
      assertEquals(
          1, client.get("/api/providers/deepseek/import-batches").json().at("/items").size());
      Client.Got other =
          client.post(IMPORT, body.replace("strict", "partial"), "Idempotency-Key", "one");
      assertEquals(422, other.status(), other.body());
      assertEquals("urn:relay-manager:problem:idempotency-key-reused", other.text("/type"));
      assertEquals(422, client.post(IMPORT, body, "Idempotency-Key", "with blanks").status());
      Client.Got pack =
          client.post(
              "/api/packs/install", "{\"source\": \"openai-cn-pack\"}", "Idempotency-Key", "two");
      Client.Got samePack =
          client.post(
              "/api/packs/install", "{\"source\": \"openai-cn-pack\"}", "Idempotency-Key", "two");
      assertEquals(pack.body(), samePack.body());
    }
  }

  /** Lets the host answer its first change when it is told to. */
  private static final class Held implements RequestHook {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void after(SeenRequest request) {
      if (request.method().equals("POST")
          && request.template().equals("/api/v1/admin/groups")
          && request.status() < 300) {
        reached.countDown();
        try {
          released.await();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** Asks for an import and is told which batch to follow. */
  private static Client.Got begin(Client client, String key) {
    return client.post(
        IMPORT,
        JourneyOverHttpTest.body("strict", JourneyOverHttpTest.keys(key)),
        "Prefer",
        "respond-async");
  }

  /** Ends the service while the host holds back an answer. */
  private static void stopMeanwhile(ApiWorld world, Held held) throws InterruptedException {
    Thread ending = Thread.ofPlatform().start(world::stop);
    held.released.countDown();
    ending.join();
  }

  @Test
  void longWorkIsAnsweredWithTheBatchToFollow() throws Exception {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      JourneyOverHttpTest.connect(world, client);
      Held held = new Held();
      world.host.addHook(held);

      Client.Got accepted = begin(client, ApiWorld.GOOD_A);
      held.reached.await();

      assertEquals(202, accepted.status(), accepted.body());
      String batch = "/api/import-batches/" + accepted.text("/batch_id");
      assertEquals(batch, accepted.response().headers().firstValue("Location").orElse(""));
      assertEquals("running", client.get(batch).text("/status"));
      held.released.countDown();
      // Work is done in order: when this is answered, the batch has ended.
      client.post("/api/providers/deepseek/reconcile", "{}");
      assertEquals("succeeded", client.get(batch).text("/status"));
    }
  }

  @Test
  void aServiceThatEndsInTheMiddleGoesOnWhenItIsBack() throws Exception {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      JourneyOverHttpTest.connect(world, client);
      Held held = new Held();
      world.host.addHook(held);
      Client.Got accepted = begin(client, ApiWorld.GOOD_A);
      held.reached.await();
      stopMeanwhile(world, held);
      try (StateStore store = StateStore.open(world.state(), InstantSource.system())) {
        assertEquals(
            BatchState.FAILED,
            store.batches().get(accepted.text("/batch_id")).orElseThrow().state());
      }

      world.start();

      Client back = world.client();
      Client.Got found = back.post("/api/providers/deepseek/reconcile", "{}");
      assertEquals("degraded", found.text("/imports/0/provider_status"), found.body());
      assertEquals(5, back.get("/api/providers/deepseek/resources").json().at("/items").size());
      assertEquals(1, world.total("accounts"));
      assertEquals(2, world.total("groups"));
      Client.Got first = back.get("/api/import-batches/" + accepted.text("/batch_id"));
      assertEquals(
          back.get("/api/providers/deepseek/import-batches").text("/items/0/batch_id"),
          first.text("/continued_by"),
          first.body());
    }
  }

  @Test
  void anAnnouncedBatchThatWasNotBegunIsCarriedOutUnderItsName() throws Exception {
    try (ApiWorld world = ApiWorld.in(folder, "0.1.126")) {
      Client client = world.client();
      JourneyOverHttpTest.connect(world, client);
      Held held = new Held();
      world.host.addHook(held);
      begin(client, ApiWorld.GOOD_A);
      held.reached.await();
      Client.Got second = begin(client, ApiWorld.GOOD_B);
      assertEquals("pending", second.text("/status"));
      stopMeanwhile(world, held);

      world.start();

      Client back = world.client();
      back.post("/api/providers/deepseek/reconcile", "{}");
      Client.Got batch = back.get("/api/import-batches/" + second.text("/batch_id"));
      assertEquals("succeeded", batch.text("/status"), batch.body());
      assertTrue(batch.text("/origin").startsWith("api:"));
      assertEquals(2, world.total("accounts"));
    }
  }
}
