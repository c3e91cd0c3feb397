package dev.relaymanager.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.Wish;
import dev.relaymanager.apply.Workbench;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ClosureState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls as users make them, through the simulated host's gateway. */
class GatewayProberTest {
  private static final String CHAT = "/v1/chat/completions";

  @TempDir private Path folder;
  private Workbench bench;
  private long user;
  private long group;
  private final Wish wish = new Wish();
  private final List<String> waited = new ArrayList<>();

  private void start(String version) {
    bench = new Workbench(version, folder);
    user = bench.user("alice@example.com");
    wish.keys.put("team-a", "sk-good-team-a-0001");
    wish.users.put("alice@example.com", 30);
    assertEquals(BatchState.SUCCEEDED, bench.apply(wish).state());
    group =
        bench.store.resources().get(ResourceKey.group("prod", "deepseek")).orElseThrow().hostId();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private GatewayProof prove(String key, Duration patience) {
    return new GatewayProber(bench.host, InstantSource.system(), patience)
        .prove("research", Secret.of(key), Wish.MODEL, group, waited::add);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void anAnswerIsTheProofAndNamesTheAccountThatServed(String version) {
    start(version);
    GatewayProof proof = prove(bench.sim.backDoor().addKey(user, group), Duration.ZERO);
    assertEquals(
        "POST /v1/chat/completions with deepseek-chat answered as deepseek-chat, through account"
            + " deepseek-team-a",
        proof.evidence());
    assertTrue(proof.proven());
    assertEquals("deepseek-team-a", proof.servedBy());
    assertEquals(List.of(), waited);
    assertEquals(
        ClosureState.SUBSCRIPTION_READY, Closure.ofSubscription(true, List.of(proof)).state());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aRefusalThatStaysIsNoProof(String version) {
    start(version);
    long stranger = bench.user("bob@example.com");
    GatewayProof proof = prove(bench.sim.backDoor().addKey(stranger, group), Duration.ZERO);
    assertFalse(proof.proven());
    assertTrue(proof.evidence().contains("refused with 403 SUBSCRIPTION_NOT_FOUND"));
    GatewayProof unknown = prove("sk-no-such-key-0123456789", Duration.ZERO);
    assertTrue(unknown.evidence().contains("refused with 401 INVALID_API_KEY"));
    assertFalse(unknown.evidence().contains("no-such-key"));
    assertEquals(
        ClosureState.BROKEN, Closure.ofSubscription(true, List.of(proof, unknown)).state());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aRefusalThatPassesIsWaitedFor(String version) {
    start(version);
    String key = bench.sim.backDoor().addKey(user, group);
    long account =
        bench
            .store
            .resources()
            .get(ResourceKey.account("prod", "deepseek", "team-a"))
            .orElseThrow()
            .hostId();
    String route = "/api/v1/admin/accounts/" + account + "/schedulable";
    bench.sim.backDoor().byHand("POST", route, "{\"schedulable\":false}");
    AtomicInteger chats = new AtomicInteger();
    bench.sim.addHook(
        new RequestHook() {
          @Override
          public void after(SeenRequest request) {
            if (request.path().equals(CHAT) && chats.incrementAndGet() == 1) {
              bench.sim.backDoor().byHand("POST", route, "{\"schedulable\":true}");
            }
          }
        });
    GatewayProof proof = prove(key, Duration.ofSeconds(30));
    assertTrue(proof.proven(), proof.evidence());
    assertEquals(2, chats.get());
    assertEquals(List.of("the gateway's caches to follow (at most 30 s)"), waited);
  }

  @Test
  void aHostThatDoesNotAnswerIsNoProof() {
    start("0.1.126");
    String key = bench.sim.backDoor().addKey(user, group);
    bench.fault("POST " + CHAT + ":cut-before:always");
    GatewayProof proof = prove(key, Duration.ZERO);
    assertFalse(proof.proven());
    assertFalse(proof.evidence().contains(key));
  }

  @Test
  void whatWasNotCheckedIsNotClaimed() {
    start("0.1.126");
    Closure unchecked = Closure.ofSubscription(true, List.of());
    assertEquals(ClosureState.NOT_CONFIGURED, unchecked.state());
    assertTrue(unchecked.note().startsWith("not checked"), unchecked.note());
    assertEquals(ClosureState.NOT_CONFIGURED, Closure.ofSubscription(false, List.of()).state());
  }
}
