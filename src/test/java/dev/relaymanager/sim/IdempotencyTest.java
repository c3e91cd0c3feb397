package dev.relaymanager.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The Idempotency-Key header, and requests that come at the same time. */
class IdempotencyTest {
  private static final String ACCOUNTS = "/api/v1/admin/accounts";

  private static Caller.Answer create(Scene scene, String key, String body) throws IOException {
    return scene.caller.call(
        "POST", ACCOUNTS, body, Map.of("x-api-key", scene.host.adminKey(), "Idempotency-Key", key));
  }

  @Test
  void sameKeyAndPayloadReplaysWhateverTheOrderAndUnknownFields() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      String body = Scene.body("a", "sk-good-1", 1);
      Caller.Answer first = create(scene, "k1", body);
      String more = body.replaceFirst("\\{", "{\"no_such_field\":1,");
      Caller.Answer second = create(scene, "k1", more);
      assertEquals(first.data().path("id"), second.data().path("id"));
      assertEquals("true", second.header("X-Idempotency-Replayed"));
      Caller.Answer other = create(scene, "k1", Scene.body("b", "sk-good-1", 1));
      assertEquals("IDEMPOTENCY_KEY_CONFLICT", other.reason());
      assertNotEquals(first.data().path("id"), create(scene, "k2", body).data().path("id"));
    }
  }

  @Test
  void failedTryIsNotRepeatedAtOnce() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      String body = Scene.body("a", "sk-good-1", 4711);
      assertEquals(500, create(scene, "k1", body).status());
      Caller.Answer again = create(scene, "k1", body);
      assertEquals("IDEMPOTENCY_RETRY_BACKOFF", again.reason());
      assertNotEquals("", again.header("Retry-After"));
    }
  }

  @Test
  void keyOfARequestThatStillRunsIsTaken() {
    State state = new State(Clock.systemUTC());
    Idempotency idempotency = new Idempotency(state);
    UserRow admin = new UserRow(1, "admin@example.com", "password-1", state.now());
    Call call =
        new Call(
            "POST",
            ACCOUNTS,
            ACCOUNTS,
            Map.of(),
            Map.of("idempotency-key", "k1"),
            "{}",
            "127.0.0.1",
            Map.of(),
            admin,
            null,
            () -> {});
    Reply done = Envelope.message("done");
    Reply first =
        idempotency.run(
            call,
            Json.object(),
            () -> {
              Refusal refusal =
                  assertThrows(
                      Refusal.class, () -> idempotency.run(call, Json.object(), () -> done));
              Reply.OfJson body = (Reply.OfJson) refusal.reply();
              assertEquals("IDEMPOTENCY_IN_PROGRESS", body.body().path("reason").asString());
              assertEquals("1", body.headers().get("Retry-After"));
              return done;
            });
    assertEquals(done, first);
    Reply replayed = idempotency.run(call, Json.object(), () -> done);
    assertEquals("true", replayed.headers().get(Idempotency.REPLAYED));
  }

  @Test
  void oneOfManyTakesANameAndIdsAreNeverGivenTwice() throws Exception {
    try (Scene scene = new Scene("0.1.126");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String group = "{\"name\":\"same\",\"platform\":\"openai\",\"rate_multiplier\":1}";
      List<Callable<Integer>> groups =
          IntStream.range(0, 16)
              .<Callable<Integer>>mapToObj(
                  i -> () -> scene.status("POST", "/api/v1/admin/groups", group))
              .toList();
      int made = 0;
      for (Future<Integer> status : threads.invokeAll(groups)) {
        made += status.get() == 200 ? 1 : 0;
      }
      assertEquals(1, made);
      List<Callable<Long>> accounts =
          IntStream.range(0, 40)
              .<Callable<Long>>mapToObj(
                  i ->
                      () ->
                          Scene.id(
                              scene
                                  .caller
                                  .admin("POST", ACCOUNTS, Scene.body("a" + i, "sk-good-1", 1))
                                  .json()))
              .toList();
      Set<Long> ids = new HashSet<>();
      for (Future<Long> id : threads.invokeAll(accounts)) {
        ids.add(id.get());
      }
      assertEquals(40, ids.size());
    }
  }
}
