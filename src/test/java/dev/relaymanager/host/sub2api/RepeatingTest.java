package dev.relaymanager.host.sub2api;

import static dev.relaymanager.host.sub2api.Samples.refused;
import static dev.relaymanager.host.sub2api.Samples.unknown;
import static dev.relaymanager.host.sub2api.ScriptedHost.json;
import static dev.relaymanager.host.sub2api.ScriptedHost.lost;
import static dev.relaymanager.host.sub2api.ScriptedHost.ok;
import static dev.relaymanager.host.sub2api.ScriptedHost.page;
import static dev.relaymanager.host.sub2api.ScriptedHost.plain;
import static dev.relaymanager.host.sub2api.ScriptedHost.refusal;
import static dev.relaymanager.host.sub2api.ScriptedHost.retryAfter;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.ItemOutcome;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.model.LiveResource;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent again, what is not, and what is then known. */
class RepeatingTest {
  private static final String GROUPS = "/api/v1/admin/groups";
  private static final String CHANNELS = "/api/v1/admin/channels";
  private static final String BATCH = "/api/v1/admin/accounts/batch";

  private final ScriptedHost host = new ScriptedHost("0.1.126");

  @AfterEach
  void close() {
    host.close();
  }

  static Stream<Arguments> passing() {
    return Stream.of(
        Arguments.of("429", retryAfter(429, "2")),
        Arguments.of("503", plain(503, "")),
        Arguments.of("502", plain(502, "<html></html>")),
        Arguments.of("500", json(500, "{\"code\":500,\"message\":\"internal error\"}")),
        Arguments.of("a lost answer", lost()),
        Arguments.of("half an answer", json(200, "{\"code\":0,")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void aReadIsRepeated(String name, MockResponse first) {
    host.on("GET " + GROUPS, first, page(1, 1, Samples.GROUP));

    assertEquals(1, host.adapter().groups().require().size());
    assertEquals(2, host.asked().size());
  }

  @Test
  void retryAfterIsKeptInBothForms() {
    host.on(
        "GET " + GROUPS,
        retryAfter(429, "7"),
        retryAfter(503, "Fri, 01 Jan 1999 00:00:00 GMT"),
        page(0, 1));

    host.adapter().groups().require();

    assertEquals(List.of(Duration.ofSeconds(7), Duration.ZERO), host.pauses());
  }

  @Test
  void aHostThatAsksForALongWaitIsLeftAloneAndTheWaitIsSaid() {
    host.on("GET " + GROUPS, retryAfter(429, "3600"));

    HostFault fault = refused(host.adapter().groups());

    assertEquals(Kind.RATE_LIMITED, fault.kind());
    assertEquals(Duration.ofHours(1), fault.retryAfter());
    assertEquals(1, host.asked().size());
  }

  @Test
  void aReadIsGivenUpInTheEnd() {
    host.on("GET " + GROUPS, plain(503, ""));

    assertEquals(Kind.UNAVAILABLE, refused(host.adapter().groups()).kind());
    assertEquals(6, host.asked().size());
  }

  @Test
  void whatIsWrongForGoodIsNotRepeated() {
    host.on("GET " + GROUPS, refusal(400, "VALIDATION_ERROR"));

    refused(host.adapter().groups());

    assertEquals(1, host.asked().size());
  }

  static Stream<Arguments> inDoubt() {
    return Stream.of(
        Arguments.of("a lost answer", lost(), Kind.CUT),
        Arguments.of("500", json(500, "{\"code\":500,\"message\":\"x\"}"), Kind.HOST_ERROR),
        Arguments.of("502", plain(502, ""), Kind.UNAVAILABLE),
        Arguments.of("503", plain(503, ""), Kind.UNAVAILABLE),
        Arguments.of("504", plain(504, ""), Kind.UNAVAILABLE),
        Arguments.of("half an answer", json(200, "{\"code\":0,"), Kind.CUT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inDoubt")
  void aCreateWithoutIdempotencyIsSentOnceAndUnknown(String name, MockResponse answer, Kind kind) {
    host.on("POST " + GROUPS, answer, ok(Samples.GROUP));

    assertEquals(kind, unknown(host.adapter().createGroup(Samples.group("cn"))).kind());
    assertEquals(1, host.asked().size());
  }

  @Test
  void aCreateThatWasTurnedAwayForSpeedIsSentAgain() {
    host.on("POST " + GROUPS, retryAfter(429, "1"), ok(Samples.GROUP));

    assertEquals(2, host.adapter().createGroup(Samples.group("cn")).require().id());
  }

  @Test
  void aCreateThatNeverReachedTheHostIsRefusedNotUnknown() {
    host.close();

    HostFault fault = refused(host.adapter().createGroup(Samples.group("cn")));

    assertEquals(Kind.UNREACHABLE, fault.kind());
  }

  private HostOutcome<List<ItemOutcome>> batch() {
    return host.adapter().createAccounts(List.of(Samples.newAccount()), "op-1");
  }

  private static MockResponse made() {
    return ok(
        "{\"success\":1,\"failed\":0,\"results\":[{\"id\":9,\"name\":\"ds-1\",\"success\":true}]}");
  }

  static Stream<Arguments> keyed() {
    return Stream.of(
        Arguments.of("a lost answer", lost()),
        Arguments.of("504", plain(504, "")),
        Arguments.of(
            "still running",
            refusal(409, "IDEMPOTENCY_IN_PROGRESS")
                .newBuilder()
                .addHeader("Retry-After", "1")
                .build()),
        Arguments.of("just failed", refusal(409, "IDEMPOTENCY_RETRY_BACKOFF")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keyed")
  void aCreateWithAnIdempotencyKeyIsSentAgainUnderTheSame(String name, MockResponse first) {
    host.on("POST " + BATCH, first, made());

    assertEquals(List.of(new ItemOutcome.Made(9)), batch().require());
    assertEquals(2, host.asked().size());
    assertTrue(
        host.asked().stream()
            .allMatch(asked -> "op-1".equals(asked.headers().get("Idempotency-Key"))));
  }

  @Test
  void aRunThatNeverEndsIsUnknown() {
    host.on("POST " + BATCH, refusal(409, "IDEMPOTENCY_IN_PROGRESS"));

    assertEquals("IDEMPOTENCY_IN_PROGRESS", unknown(batch()).reason());
  }

  @Test
  void aHostThatCouldNotNoteItsWorkIsNotAskedTwice() {
    host.on("POST " + BATCH, refusal(503, "IDEMPOTENCY_STORE_UNAVAILABLE"), made());

    unknown(batch());

    assertEquals(1, host.asked().size());
  }

  @Test
  void aKeyedCreateThatFailedIsNotRepeatedBecauseItWouldLeaveASecondOrphan() {
    host.on("POST " + BATCH, json(500, "{\"code\":500,\"message\":\"internal error\"}"), made());

    unknown(batch());

    assertEquals(1, host.asked().size());
  }

  @Test
  void aLostThenRefusedChangeIsUnknown() {
    host.on(
        "POST " + BATCH, lost(), json(401, "{\"code\":\"INVALID_ADMIN_KEY\",\"message\":\"x\"}"));

    assertEquals(Kind.UNAUTHORIZED, unknown(batch()).kind());
  }

  @Test
  void anUpdateIsRepeated() {
    host.on("GET " + GROUPS, page(1, 1, Samples.GROUP));
    LiveResource.Group current = host.adapter().groups().require().getFirst();
    host.on("PUT " + GROUPS + "/2", lost(), ok(Samples.GROUP));

    host.adapter().updateGroup(current, Samples.group("cn")).require();

    assertEquals(3, host.asked().size());
  }

  @Test
  void aDeletionWhoseAnswerWasLostFoundItsWorkDone() {
    host.on("DELETE " + GROUPS + "/2", lost(), refusal(404, "GROUP_NOT_FOUND"));

    assertEquals(new Gone(true), host.adapter().deleteGroup(2).require());
  }

  @Test
  void deletingWhatWasNeverThereSaysSo() {
    host.on("DELETE " + GROUPS + "/2", refusal(404, "GROUP_NOT_FOUND"));

    assertEquals(new Gone(false), host.adapter().deleteGroup(2).require());
  }

  @Test
  void deletingOnAHostWithoutTheRouteIsNoSuccess() {
    assertEquals(Kind.NO_SUCH_ROUTE, refused(host.adapter().deleteGroup(2)).kind());
  }

  @Test
  void aPlanThatTheListDoesNotShowWasNotThereThoughTheHostSays500() {
    host.on(
            "DELETE /api/v1/admin/payment/plans/4",
            json(500, "{\"code\":500,\"message\":\"internal error\"}"))
        .on("GET /api/v1/admin/payment/plans", ok("[]"));
    assertEquals(new Gone(false), host.adapter().deletePlan(4).require());

    host.on("GET /api/v1/admin/payment/plans", ok("[" + Samples.PLAN + "]"));
    assertEquals(Kind.HOST_ERROR, unknown(host.adapter().deletePlan(4)).kind());

    host.on("GET /api/v1/admin/payment/plans", plain(403, ""));
    assertEquals(Kind.HOST_ERROR, unknown(host.adapter().deletePlan(4)).kind());
  }

  @Test
  void aHostThatIsDownIsLeftAloneAfterManyFailures() {
    host.on("GET " + GROUPS, plain(503, ""));
    for (int i = 0; i < 4; i++) {
      refused(host.adapter().groups());
    }
    int before = host.asked().size();

    HostFault fault = refused(host.adapter().groups());

    assertEquals("CIRCUIT_OPEN", fault.reason());
    assertEquals(Kind.UNAVAILABLE, fault.kind());
    assertEquals(before, host.asked().size());
  }

  private static final Sub2ApiConnector CONNECTOR =
      new Sub2ApiConnector(
          secret -> ScriptedHost.FINGERPRINT, new HttpSettings(null, List.of(), ProxyRules.none()));

  private static HostAdapter connect(ScriptedHost to) {
    return CONNECTOR.connect(to.connection(), time -> {});
  }

  @Test
  void aHostThatIsLeftAloneKeepsNoOtherFromBeingAsked() {
    host.on("GET " + GROUPS, plain(503, ""));
    try (ScriptedHost well = new ScriptedHost("0.1.126");
        HostAdapter toHost = connect(host);
        HostAdapter toWell = connect(well)) {
      well.on("GET " + GROUPS, page(1, 1, Samples.GROUP));
      for (int i = 0; i < 4; i++) {
        refused(toHost.groups());
      }
      assertEquals("CIRCUIT_OPEN", refused(toHost.channels()).reason());

      assertEquals(1, toWell.groups().require().size());
      assertEquals(1, well.asked().size());
    }
  }

  @Test
  void allCallsToAHostShareOneBudgetOfRepeatsAndEachHostHasItsOwn() {
    MockResponse failure = plain(500, "");
    host.on("GET " + GROUPS, failure).on("GET " + CHANNELS, failure);
    try (ScriptedHost second = new ScriptedHost("0.1.126");
        HostAdapter toHost = connect(host);
        HostAdapter toSecond = connect(second)) {
      second.on("GET " + CHANNELS, failure);
      for (int i = 0; i < 30; i++) {
        refused(toHost.groups());
      }
      int before = host.asked().size();

      refused(toHost.channels());
      refused(toSecond.channels());

      assertEquals(before + 2, host.asked().size(), "a first attempt earns one repeat, no more");
      assertEquals(6, second.asked().size());
    }
  }

  @Test
  void anInterruptedThreadStopsAtOnce() {
    Thread.currentThread().interrupt();

    HostFault fault = refused(host.adapter().createGroup(Samples.group("cn")));

    assertTrue(Thread.interrupted());
    assertEquals(Kind.UNREACHABLE, fault.kind());
    assertEquals(0, host.asked().size());
  }

  @Test
  void theBudgetBoundsRepeatsOverManyCalls() {
    RetryBudget budget = new RetryBudget(1);
    assertTrue(budget.spend());
    assertFalse(budget.spend());
    budget.earn();
    budget.earn();
    assertTrue(budget.spend());
    assertFalse(budget.spend(), "what is earned does not pile up");
  }
}
