package dev.relaymanager.host.sub2api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostConnection;
import dev.relaymanager.host.HostConnection.Credential;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.ItemOutcome;
import dev.relaymanager.host.NewAccount;
import dev.relaymanager.host.Scope;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.sim.FaultRule;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedHostOptions;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the adapter does when a host that remembers its work misbehaves. */
class FaultsOfAHostTest {
  private static final String GROUPS = "/api/v1/admin/groups";
  private static final String BATCH = "/api/v1/admin/accounts/batch";

  private SimulatedHost simulated;
  private HostAdapter host;

  @BeforeEach
  void start() {
    simulated = SimulatedHost.start(SimulatedHostOptions.of("0.1.126"));
    host =
        new Sub2ApiConnector(
                secret -> ScriptedHost.FINGERPRINT,
                new HttpSettings(null, List.of(), ProxyRules.none()))
            .connect(
                new HostConnection(
                    "sim",
                    URI.create(simulated.url()),
                    new Credential.AdminKey(Secret.of(simulated.adminKey())),
                    8,
                    10_000,
                    null),
                time -> {});
  }

  @AfterEach
  void stop() {
    host.close();
    simulated.close();
  }

  private void inject(String rule) {
    simulated.inject(FaultRule.parse(rule));
  }

  private long groupsNamed(String name) {
    return host.groups().require().stream()
        .filter(group -> group.spec().name().equals(name))
        .count();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cut-before",
        "cut-after",
        "truncate",
        "error-before",
        "status=503",
        "status=429,retry-after=1",
        "status=503,retry-after-date=2"
      })
  void aListSurvivesOneFault(String fault) {
    inject("GET " + GROUPS + ":" + fault);

    assertEquals(1, host.groups().require().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"short-page=1:always", "html:always", "missing=total:always"})
  void aListThatCannotBeTrustedIsRefused(String fault) {
    inject("GET " + GROUPS + ":" + fault);

    assertInstanceOf(HostOutcome.Refused.class, host.groups());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut-before", "cut-after", "error-after", "truncate", "missing=id"})
  void aGroupIsNeverMadeTwice(String fault) {
    inject("POST " + GROUPS + ":" + fault);

    HostOutcome<LiveResource.Group> outcome = host.createGroup(Samples.group("once"));

    assertInstanceOf(HostOutcome.Unknown.class, outcome);
    assertTrue(groupsNamed("once") <= 1);
    assertEquals(1, simulated.requestCounts().get("POST " + GROUPS));
  }

  private List<NewAccount> newAccounts(long groupId, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                new NewAccount(
                    new ResourceSpec.Account(
                        "a" + number,
                        List.of(new Reference.Id(groupId)),
                        "https://api.deepseek.com",
                        Map.of("deepseek-chat", "deepseek-chat"),
                        1,
                        1,
                        BigDecimal.ONE,
                        Protocol.CHAT_COMPLETIONS,
                        null),
                    Secret.of("sk-good-" + number),
                    new Marker("0123456789ab", "faults", "a" + number)))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut-before", "cut-after", "truncate", "status=503", "status=429"})
  void accountsAreMadeOnceThoughTheAnswerWasLost(String fault) {
    long group = host.createGroup(Samples.group("g")).require().id();
    inject("POST " + BATCH + ":" + fault);

    List<ItemOutcome> made = host.createAccounts(newAccounts(group, 20), "op-1").require();

    assertEquals(20, made.size());
    assertEquals(20, host.accounts(new Scope.InGroup(group)).require().size());
  }

  @Test
  void aLongRunUnderManyFaultsEndsWithEverythingOnceAndNothingUnknown() {
    long group = host.createGroup(Samples.group("g")).require().id();
    inject("* /api/v1/admin/*:cut-after:every=3");
    inject("* /api/v1/admin/*:status=503:every=5");
    List<ItemOutcome> made = new ArrayList<>();
    List<NewAccount> wanted = newAccounts(group, 300);

    for (int from = 0; from < wanted.size(); from += 10) {
      made.addAll(host.createAccounts(wanted.subList(from, from + 10), "op-" + from).require());
    }

    List<LiveResource.Account> listed = host.accounts(new Scope.All()).require();
    assertEquals(300, listed.size());
    assertEquals(
        listed.stream().map(LiveResource.Account::id).toList(),
        made.stream().map(item -> ((ItemOutcome.Made) item).id()).toList());
    for (LiveResource.Account account : listed) {
      assertEquals(new Gone(true), host.deleteAccount(account.id()).require());
    }
    assertTrue(host.accounts(new Scope.All()).require().isEmpty());
  }

  @Test
  void aMissingFieldInOneAnswerDoesNotReadAsNothing() {
    inject("GET " + GROUPS + ":missing=items:always");

    assertEquals(Kind.API_DRIFT, Samples.refused(host.groups()).kind());
  }
}
