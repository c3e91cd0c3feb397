package dev.relaymanager.host.sub2api;

import static dev.relaymanager.host.sub2api.ScriptedHost.ok;
import static dev.relaymanager.host.sub2api.ScriptedHost.plain;
import static dev.relaymanager.host.sub2api.ScriptedHost.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.host.AccountVerdict;
import dev.relaymanager.host.HostAdapter.Settled;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.model.Protocol;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The host's own test of an account, and pinning its protocol before it. */
class AccountReadinessTest {
  private static final String TEST = "POST /api/v1/admin/accounts/5/test";
  private static final String READ = "GET /api/v1/admin/accounts/5";
  private static final String BULK = "POST /api/v1/admin/accounts/bulk-update";
  private static final String MARK = "\"openai_responses_supported\":false";
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ScriptedHost old = new ScriptedHost("0.1.126");
  private final ScriptedHost recent = new ScriptedHost("0.1.172");

  @AfterEach
  void close() {
    old.close();
    recent.close();
  }

  private static MockResponse events(String... events) {
    return plain(200, "data: " + String.join("\n\ndata: ", events) + "\n\n");
  }

  private static final String START = "{\"type\":\"test_start\",\"model\":\"m\"}";

  private AccountVerdict verdict(ScriptedHost host) {
    return host.adapter().testAccount(5, "m").require();
  }

  private static String failure(AccountVerdict verdict) {
    return assertInstanceOf(AccountVerdict.Failed.class, verdict).reason();
  }

  @Test
  void aCompleteTestPassesWhateverItsContentType() {
    recent.on(
        TEST,
        events(
            START,
            "{\"type\":\"content\",\"text\":\"pong\"}",
            "{\"type\":\"test_complete\",\"success\":true}"));

    assertInstanceOf(AccountVerdict.Passed.class, verdict(recent));
    assertEquals("m", recent.asked().getLast().body().get("model_id").stringValue());
  }

  @Test
  void theUpstreamsRefusalIsTheReasonWithoutItsKey() {
    recent.on(
        TEST,
        events(START, "{\"type\":\"error\",\"error\":\"API returned 401: key sk-good-0001\"}"));

    assertEquals("API returned 401: key sk-…", failure(verdict(recent)));
  }

  @Test
  void anEndWithoutAVerdictIsAFailure() {
    recent.on(TEST, events(START, "{\"type\":\"content\",\"text\":\"pong\"}"));

    assertEquals("the host's test ended without a verdict", failure(verdict(recent)));
  }

  @Test
  void aTestWhoseConnectionBreaksSaysNothingOfTheAccount() {
    recent.on(
        TEST,
        new MockResponse.Builder()
            .chunkedBody("data: " + START + "\n\n" + "x".repeat(5000), 100)
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());

    assertEquals(Kind.CUT, Samples.refused(recent.adapter().testAccount(5, "m")).kind());
  }

  @Test
  void anAccountThatIsNotThereIsNoFailedAccount() {
    recent
        .on(TEST, events("{\"type\":\"error\",\"error\":\"Account not found\"}"))
        .on(READ, refusal(404, "ACCOUNT_NOT_FOUND"));

    assertEquals(Kind.NOT_FOUND, Samples.refused(recent.adapter().testAccount(5, "m")).kind());
  }

  @Test
  void anOldHostThatCannotTestSuchAnAccountSaysNothingAboutIt() {
    old.on(TEST, events("{\"type\":\"error\",\"error\":\"not testable\"}"))
        .on(READ, ok(Samples.ACCOUNT));
    assertInstanceOf(AccountVerdict.Inconclusive.class, verdict(old));

    old.on(READ, ok(Samples.ACCOUNT.replace(MARK, MARK.replace("false", "true"))));
    assertEquals("not testable", failure(verdict(old)));

    recent
        .on(TEST, events("{\"type\":\"error\",\"error\":\"no key\"}"))
        .on(READ, ok(Samples.ACCOUNT));
    assertEquals("no key", failure(verdict(recent)));
  }

  @Test
  void anAnswerThatIsNoTestIsDriftAndNothingIsRepeated() {
    recent.on(TEST, plain(200, "<html></html>"));
    assertEquals(Kind.API_DRIFT, Samples.refused(recent.adapter().testAccount(5, "m")).kind());

    recent.on(TEST, plain(503, ""));
    assertEquals(Kind.UNAVAILABLE, Samples.refused(recent.adapter().testAccount(5, "m")).kind());
    assertEquals(2, recent.asked().size());
  }

  @Test
  void eventsOfAnotherShapeSayNothingOfTheAccount() {
    for (String event :
        List.of(
            "{\"type\":7}",
            "{\"kind\":\"error\"}",
            "{\"type\":\"test_complete\"}",
            "{\"type\":\"test_complete\",\"success\":\"yes\"}")) {
      recent.on(TEST, events(event));

      assertEquals(
          Kind.API_DRIFT, Samples.refused(recent.adapter().testAccount(5, "m")).kind(), event);
    }
  }

  @Test
  void anOldHostIsWaitedForAndItsMarkSetWhereItIsWrong() {
    String unprobed = Samples.ACCOUNT.replace(MARK, "\"other\":1");
    String wrong = Samples.ACCOUNT.replace(MARK, MARK.replace("false", "true"));
    old.on(READ, ok(unprobed), ok(unprobed), ok(wrong), ok(Samples.ACCOUNT))
        .on(BULK, ok("{\"success\":1,\"failed\":0}"));

    Settled settled =
        old.adapter().settleProtocol(List.of(5L), Protocol.CHAT_COMPLETIONS, LONG).require();

    assertEquals(new Settled(true, List.of()), settled);
    assertEquals(2, old.pauses().size());
    List<ScriptedHost.Asked> writes =
        old.asked().stream().filter(asked -> asked.method().equals("POST")).toList();
    assertEquals(1, writes.size());
    assertEquals(
        Json.parse("{\"account_ids\":[5],\"extra\":{" + MARK + "}}"), writes.getFirst().body());
  }

  @Test
  void aMarkThatIsRightIsLeftAlone() {
    old.on(READ, ok(Samples.ACCOUNT));

    old.adapter().settleProtocol(List.of(5L), Protocol.CHAT_COMPLETIONS, LONG).require();

    assertEquals(1, old.asked().size());
  }

  @Test
  void aProbeThatNeverEndsIsNamed() {
    old.on(READ, ok(Samples.ACCOUNT.replace(MARK, "\"other\":1")), ok(Samples.ACCOUNT))
        .on(BULK, ok("{\"success\":1,\"failed\":0}"));

    Settled settled =
        old.adapter()
            .settleProtocol(List.of(5L), Protocol.CHAT_COMPLETIONS, Duration.ZERO)
            .require();

    assertEquals(new Settled(true, List.of(5L)), settled);
  }

  @Test
  void aMarkThatIsWrittenOverAgainAndAgainIsAConflict() {
    old.on(READ, ok(Samples.ACCOUNT.replace(MARK, MARK.replace("false", "true"))))
        .on(BULK, ok("{\"success\":1,\"failed\":0}"));

    assertEquals(
        Kind.CONFLICT,
        Samples.refused(old.adapter().settleProtocol(List.of(5L), Protocol.CHAT_COMPLETIONS, LONG))
            .kind());
  }

  @Test
  void aRecentHostIsToldTheModeAndNotWaitedFor() {
    recent.on(BULK, ok("{\"success\":1,\"failed\":0}"));

    recent.adapter().settleProtocol(List.of(5L, 6L), Protocol.CHAT_COMPLETIONS, LONG).require();
    assertEquals(
        Json.parse(
            "{\"account_ids\":[5,6],\"extra\":{\"openai_responses_mode\":"
                + "\"force_chat_completions\"}}"),
        recent.asked().getLast().body());

    recent.adapter().settleProtocol(List.of(5L), Protocol.RESPONSES, LONG).require();
    assertEquals(
        "auto",
        recent.asked().getLast().body().get("extra").get("openai_responses_mode").stringValue());
    assertEquals(2, recent.asked().size());
  }

  @Test
  void anAccountThatVanishedIsSaid() {
    old.on(READ, refusal(404, "ACCOUNT_NOT_FOUND"));

    assertEquals(
        Kind.NOT_FOUND,
        Samples.refused(old.adapter().settleProtocol(List.of(5L), Protocol.CHAT_COMPLETIONS, LONG))
            .kind());
    assertTrue(old.asked().stream().noneMatch(asked -> asked.method().equals("POST")));
  }
}
