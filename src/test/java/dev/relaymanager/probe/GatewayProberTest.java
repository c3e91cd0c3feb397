package dev.relaymanager.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.Wish;
import dev.relaymanager.apply.Workbench;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.sim.RequestHook;
import dev.relaymanager.sim.SeenRequest;
import java.math.BigDecimal;
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

  private long account() {
    return bench
        .store
        .resources()
        .get(ResourceKey.account("prod", "deepseek", "team-a"))
        .orElseThrow()
        .hostId();
  }

  private GatewayProof prove(String key, Duration patience) {
    return prove(key, user, patience);
  }

  private GatewayProof prove(String key, long whose, Duration patience) {
    return new GatewayProber(bench.host, Workbench.INSTALLATION, InstantSource.system(), patience)
        .prove(
            new GatewayProber.Wanted(
                new GatewayProof.Caller("research", "alice@example.com"), whose, Wish.MODEL, group),
            Secret.of(key),
            waited::add);
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
    assertEquals(200, proof.status());
    assertNotNull(proof.paidBy());
    assertTrue(proof.paidBy().ours());
    assertEquals(List.of(), waited);
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
    assertEquals(WayVerdict.REFUSED, unknown.verdict());
    assertEquals(401, unknown.status());
  }

  /** Of a key that serves, but not through our group or not the named user, nothing is known. */
  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void anAnswerThroughAnotherGroupOrOfAnotherUserProvesNothing(String version) {
    start(version);
    long elsewhere =
        bench
            .sim
            .backDoor()
            .byHand(
                "POST",
                "/api/v1/admin/groups",
                "{\"name\":\"another\",\"platform\":\"openai\",\"rate_multiplier\":1}")
            .path("data")
            .path("id")
            .asLong();
    bench.sim.backDoor().setBalance(user, BigDecimal.TEN);
    bench
        .sim
        .backDoor()
        .byHand(
            "PUT",
            "/api/v1/admin/accounts/" + account(),
            "{\"group_ids\":[%d,%d]}".formatted(group, elsewhere));
    GatewayProof through = prove(bench.sim.backDoor().addKey(user, elsewhere), Duration.ZERO);
    assertEquals(WayVerdict.UNCHECKED, through.verdict());
    assertTrue(through.evidence().contains("is bound to another group"), through.evidence());

    String key = bench.sim.backDoor().addKey(user, group);
    GatewayProof ofAnother = prove(key, bench.user("carol@example.com"), Duration.ZERO);
    assertEquals(WayVerdict.UNCHECKED, ofAnother.verdict());
    assertTrue(ofAnother.evidence().contains("the key is another user's"), ofAnother.evidence());
  }

  @Test
  void whatCannotBeReadAfterwardsIsNotClaimed() {
    start("0.1.126");
    String key = bench.sim.backDoor().addKey(user, group);
    bench.fault("GET /api/v1/admin/usage:status=403:always");
    GatewayProof proof = prove(key, Duration.ZERO);
    assertEquals(WayVerdict.UNCHECKED, proof.verdict());
    assertTrue(proof.evidence().contains("could not be read"), proof.evidence());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aRefusalThatPassesIsWaitedFor(String version) {
    start(version);
    String key = bench.sim.backDoor().addKey(user, group);
    String route = "/api/v1/admin/accounts/" + account() + "/schedulable";
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
}
