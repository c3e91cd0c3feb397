package dev.relaymanager.observed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.Wish;
import dev.relaymanager.apply.Workbench;
import dev.relaymanager.host.HostException;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveReaderTest {
  @TempDir private Path folder;
  private Workbench bench;
  private long user;

  private void start(String version) {
    bench = new Workbench(version, folder);
    user = bench.user("alice@example.com");
    Wish wish = new Wish();
    wish.keys.put("team-a", "sk-good-team-a-0001");
    wish.users.put("alice@example.com", 30);
    assertEquals(BatchState.SUCCEEDED, bench.apply(wish).state());
    bench.sim.forgetRequests();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private long id(ResourceKey key) {
    return bench.store.resources().get(key).orElseThrow().hostId();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aHostIsReadWholeInOneRequestAList(String version) {
    start(version);
    long group = id(ResourceKey.group("prod", "deepseek"));
    bench.sim.backDoor().addKey(user, group);
    LiveHost live = LiveReader.read(bench.host, new LiveReader.Wanted(Map.of(), Set.of(group)));
    assertEquals("prod", live.host());
    assertEquals(version, live.version());
    for (RecordedResource recorded : bench.store.resources().recorded().resources().values()) {
      assertEquals(
          recorded.spec().name(),
          live.get(recorded.key().type(), recorded.hostId()).orElseThrow().spec().name());
    }
    assertEquals(Map.of(group, 1L), live.keysInGroup());
    assertEquals(0, bench.sim.changingRequests());
    assertTrue(
        bench.sim.requestCounts().values().stream().allMatch(count -> count == 1),
        bench.sim.requestCounts().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void onlyUsersOfWhomASubscriptionDoesNotStandAreLookedUp(String version) {
    start(version);
    long bob = bench.user("bob@example.com");
    long carol = bench.user("carol@example.com");
    long standing = id(ResourceKey.subscription("prod", "deepseek", "alice@example.com"));
    LiveHost live =
        LiveReader.read(
            bench.host,
            new LiveReader.Wanted(
                Map.of(
                    "alice@example.com",
                    Set.of(standing),
                    "bob@example.com",
                    Set.of(0L),
                    "carol@example.com", // to get one more, in another import
                    Set.of(standing, 0L),
                    "no@example.com",
                    Set.of(4711L)),
                Set.of()));
    assertEquals(Map.of("bob@example.com", bob, "carol@example.com", carol), live.userIds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aGroupThatIsGoneHasNoCountAndHidesNothingElse(String version) {
    start(version);
    LiveHost live = LiveReader.read(bench.host, new LiveReader.Wanted(Map.of(), Set.of(4711L)));
    assertEquals(Map.of(), live.keysInGroup());
    assertEquals(1, live.all(ResourceType.ACCOUNT).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/admin/groups:status=403",
        "GET /api/v1/admin/channels:status=403",
        "GET /api/v1/admin/payment/plans:status=403",
        "GET /api/v1/admin/accounts:short-page",
        "GET /api/v1/admin/subscriptions:missing=user_id",
        "GET /api/v1/admin/groups/*:status=403"
      })
  void halfAHostIsNeverShownAsAHost(String fault) {
    start("0.1.126");
    bench.fault(fault + ":always");
    long group = id(ResourceKey.group("prod", "deepseek"));
    assertThrows(
        HostException.class,
        () -> LiveReader.read(bench.host, new LiveReader.Wanted(Map.of(), Set.of(group))));
  }
}
