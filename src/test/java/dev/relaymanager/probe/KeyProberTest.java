package dev.relaymanager.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.Wish;
import dev.relaymanager.apply.Workbench;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.ItemOutcome;
import dev.relaymanager.host.NewAccount;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys tried on the simulated host, and at its vendor over TLS. */
class KeyProberTest {
  private static final ResourceKey ACCOUNT = ResourceKey.account("prod", "deepseek", "team-a");

  private static final Fingerprint KEY = new Fingerprint("ab".repeat(32));

  @TempDir private Path folder;
  private Workbench bench;
  private long group;
  private final NotedProbes log = new NotedProbes();

  private void start(String version) {
    bench = new Workbench(version, folder);
    group =
        bench
            .host
            .createGroup(
                new ResourceSpec.Group(
                    "deepseek",
                    null,
                    ResourceSpec.Billing.SUBSCRIPTION,
                    BigDecimal.ONE,
                    null,
                    null,
                    null))
            .require()
            .id();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private ResourceSpec.Account spec(String... models) {
    Map<String, String> mapping = new java.util.HashMap<>(Map.of(Wish.MODEL, Wish.MODEL));
    for (String model : models) {
      mapping.put(model, model);
    }
    return new ResourceSpec.Account(
        "deepseek-team-a",
        List.of(new Reference.Id(group)),
        Wish.VENDOR,
        mapping,
        10,
        50,
        null,
        Protocol.CHAT_COMPLETIONS,
        KEY);
  }

  private long account(String key) {
    ItemOutcome made =
        bench
            .host
            .createAccounts(
                List.of(
                    new NewAccount(
                        spec(),
                        Secret.of(key),
                        new Marker(Workbench.INSTALLATION, "deepseek", "team-a"))),
                "request-" + key)
            .require()
            .getFirst();
    long id = assertInstanceOf(ItemOutcome.Made.class, made).id();
    HostAdapter.Settled settled =
        bench
            .host
            .settleProtocol(List.of(id), Protocol.CHAT_COMPLETIONS, Duration.ofSeconds(20))
            .require();
    assertEquals(List.of(), settled.unprobed());
    return id;
  }

  private KeyProber prober(HttpCaller http) {
    return new KeyProber(bench.host, http, Workbench.provider(), Wish.MODEL, log);
  }

  private KeyVerdict tryAccount(String key) {
    return prober(bench.vendor).tryAccount(ACCOUNT, account(key), spec(), Secret.of(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aKeyThatTheVendorTakesIsFine(String version) {
    start(version);
    assertEquals(
        new KeyVerdict.Fine("DeepSeek answered a call of deepseek-chat"),
        tryAccount("sk-good-0001"));
    String tested = version.equals("0.1.126") ? "inconclusive" : "passed";
    assertEquals(
        List.of("host_test " + tested, "models passed", "smoke fine", "key " + KEY + " fine"),
        log.lines);
    assertTrue(bench.sim.vendor().calls().stream().anyMatch(call -> call.direct()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void whatTheVendorAnswersIsJudgedAsThePackSays(String version) {
    start(version);
    assertEquals(
        new KeyVerdict.Dead("DeepSeek answered 401 invalid_request_error"),
        tryAccount("sk-bad-0001"));
    assertEquals(
        new KeyVerdict.Empty("DeepSeek answered 402 invalid_request_error"),
        tryAccount("sk-poor-0001"));
    assertEquals(
        new KeyVerdict.Busy("DeepSeek answered 429 rate_limit"), tryAccount("sk-limit-0001"));
    KeyVerdict denied = tryAccount("sk-deny-0001");
    assertInstanceOf(KeyVerdict.Unproven.class, denied);
    assertTrue(denied.evidence().contains("403 forbidden, which the pack gives no meaning"));
    assertInstanceOf(KeyVerdict.Unproven.class, tryAccount("sk-down-0001"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void whereTheVendorCannotBeReachedTheHostsOwnTestDecides(String version) throws IOException {
    start(version);
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    long id = account("sk-good-0001");
    try (HttpCaller nowhere = bench.vendorCaller(closed)) {
      KeyVerdict verdict =
          prober(nowhere).tryAccount(ACCOUNT, id, spec(), Secret.of("sk-good-0001"));
      if (version.equals("0.1.126")) {
        assertInstanceOf(KeyVerdict.Unproven.class, verdict);
        assertTrue(verdict.evidence().contains("inconclusive"), verdict.evidence());
      } else {
        assertInstanceOf(KeyVerdict.Fine.class, verdict);
        assertTrue(
            verdict
                .evidence()
                .startsWith("the host's own test passed; DeepSeek could not be asked"),
            verdict.evidence());
      }
      assertInstanceOf(
          KeyVerdict.Unproven.class,
          prober(nowhere).tryKey(ACCOUNT, spec(), Secret.of("sk-good-0001")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "0.1.172")
  void aKeyThatWorksInAnAccountThatDoesNotIsUnproven(String version) {
    start(version);
    long id = account("sk-good-0001");
    bench.sim.backDoor().setAccountKey(id, "sk-bad-0002");
    KeyVerdict verdict =
        prober(bench.vendor).tryAccount(ACCOUNT, id, spec(), Secret.of("sk-good-0001"));
    assertInstanceOf(KeyVerdict.Unproven.class, verdict);
    assertTrue(verdict.evidence().contains("but the host's test failed"), verdict.evidence());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void anAccountThatLacksAModelIsUnproven(String version) {
    start(version);
    long id = account("sk-good-0001");
    KeyVerdict verdict =
        prober(bench.vendor)
            .tryAccount(ACCOUNT, id, spec("deepseek-reasoner"), Secret.of("sk-good-0001"));
    assertEquals(new KeyVerdict.Unproven("the host does not list deepseek-reasoner"), verdict);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void noKeyIsInWhatIsSaid(String version) {
    start(version);
    for (String key : List.of("sk-good-secret-0001", "sk-bad-secret-0002", "sk-down-secret-0003")) {
      assertTrue(!tryAccount(key).evidence().contains(key));
    }
    assertTrue(log.lines.stream().noneMatch(line -> line.contains("secret")));
  }
}
