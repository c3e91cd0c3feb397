package dev.relaymanager.host.sub2api;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.relaymanager.fuzz.AnswerText;
import dev.relaymanager.fuzz.TypedEnd;
import dev.relaymanager.host.AccountChange;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostConnection;
import dev.relaymanager.host.HostConnection.Credential;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.NewUser;
import dev.relaymanager.host.Scope;
import dev.relaymanager.host.UserLogin;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.OneAnswer;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Value;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a host answers, every call of the adapter ends in an outcome, and no fault shows our
 * credential. An input is an {@link AnswerText}: the call, the status, {@code Retry-After}, and the
 * body that all requests of that call are answered with.
 */
@Timeout(30)
class HostFuzzTest {
  private static final UserLogin LOGIN = new UserLogin("alice@example.com", Secret.of("password"));

  private static final Map<String, Function<HostAdapter, HostOutcome<?>>> CALLS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("version", HostAdapter::version),
              Map.entry("probe", HostAdapter::probe),
              Map.entry("groups", HostAdapter::groups),
              Map.entry("group", host -> host.group(2)),
              Map.entry("channels", HostAdapter::channels),
              Map.entry("channel", host -> host.channel(3)),
              Map.entry("plans", HostAdapter::plans),
              Map.entry("accounts", host -> host.accounts(new Scope.All())),
              Map.entry("account", host -> host.account(5)),
              Map.entry("subscriptions", host -> host.subscriptions(new Scope.InGroup(2))),
              Map.entry("subscription", host -> host.subscription(6)),
              Map.entry("managed", host -> host.managed("0123456789ab")),
              Map.entry("user", host -> host.userByEmail("alice@example.com")),
              Map.entry("user-keys", host -> host.userKeys(9)),
              Map.entry("keys-in-group", host -> host.userKeysInGroup(2)),
              Map.entry("last-calls", host -> host.lastCalls(2)),
              Map.entry("create-group", host -> host.createGroup(Samples.group("cn"))),
              Map.entry("delete-group", host -> host.deleteGroup(2)),
              Map.entry(
                  "create-accounts",
                  host -> host.createAccounts(List.of(Samples.newAccount()), "operation-1")),
              Map.entry(
                  "change-accounts",
                  host -> host.changeAccounts(List.of(5L), new AccountChange(1, 2, null, true))),
              Map.entry(
                  "settle-protocol",
                  host ->
                      host.settleProtocol(List.of(5L), Protocol.CHAT_COMPLETIONS, Duration.ZERO)),
              Map.entry("test-account", host -> host.testAccount(5, "m")),
              Map.entry("account-models", host -> host.accountModels(5)),
              Map.entry("assign", host -> host.assignSubscription(9, 2, 30, Samples.MARKER)),
              Map.entry(
                  "assign-all",
                  host -> host.assignSubscriptions(List.of(9L, 10L), 2, 30, Samples.MARKER)),
              Map.entry("extend", host -> host.extendSubscription(6, -3, "operation-2")),
              Map.entry("create-user", host -> host.createUser(new NewUser(LOGIN, ""))),
              Map.entry("create-key", host -> host.createUserKey(LOGIN, "k", 2, "operation-3")),
              Map.entry("chat", host -> host.chat(Secret.of("sk-user-0001"), "m"))));

  private static final List<String> NAMES = List.copyOf(CALLS.keySet());

  private static OneAnswer told;
  private static OneAnswer known;
  private static HttpCaller caller;

  @BeforeAll
  static void open() {
    told = new OneAnswer(Map.of());
    known =
        new OneAnswer(
            Map.of(
                "/api/v1/settings/public", "{\"code\":0,\"data\":{\"version\":\"0.1.172\"}}",
                "/api/v1/admin/compliance", "{\"code\":0,\"data\":{\"required\":false}}"));
    caller = new HttpCaller(new HttpSettings(null, List.of(), ProxyRules.none()));
  }

  @AfterAll
  static void close() {
    caller.close();
    told.close();
    known.close();
  }

  @FuzzTest
  void hostAnswers(byte[] input) {
    AnswerText answer = AnswerText.of(input);
    String name = answer.word(0);
    if (!CALLS.containsKey(name)) {
      name = NAMES.get(Math.floorMod(name.hashCode(), NAMES.size()));
    }
    OneAnswer server = name.equals("version") || name.equals("probe") ? told : known;
    server.set(
        answer.status(1), answer.word(2).matches("[!-~]*") ? answer.word(2) : "", answer.body());
    Function<HostAdapter, HostOutcome<?>> call = CALLS.get(name);
    // Not closed: that would close the caller, and else there is nothing to close.
    HostAdapter host = adapter(server);
    TypedEnd.of(() -> canBeShown(call.apply(host)));
  }

  private static HostAdapter adapter(OneAnswer server) {
    HostConnection connection =
        new HostConnection(
            "fuzzed",
            server.url(),
            new Credential.AdminKey(Secret.of(ScriptedHost.ADMIN_KEY)),
            8,
            1_000_000,
            null);
    HostClient client = new HostClient(connection, caller, time -> {}, InstantSource.system());
    return new Sub2ApiHost("fuzzed", client, secret -> ScriptedHost.FINGERPRINT);
  }

  private static void canBeShown(HostOutcome<?> outcome) {
    switch (outcome) {
      case HostOutcome.Done<?> done -> canBeShown(done.value());
      case HostOutcome.Refused<?> refused -> showsNoKey(refused.fault());
      case HostOutcome.Unknown<?> unknown -> showsNoKey(unknown.fault());
    }
  }

  /** A plan spells out the fields of what stands on the host. */
  private static void canBeShown(Object value) {
    switch (value) {
      case LiveResource resource -> resource.spec().fields().values().forEach(Value::show);
      case Collection<?> several -> several.forEach(HostFuzzTest::canBeShown);
      case Optional<?> one -> one.ifPresent(HostFuzzTest::canBeShown);
      default -> assertFalse(value.toString().isEmpty());
    }
  }

  private static void showsNoKey(HostFault fault) {
    assertFalse(
        fault.toString().contains(ScriptedHost.ADMIN_KEY), () -> "shows our credential: " + fault);
  }
}
