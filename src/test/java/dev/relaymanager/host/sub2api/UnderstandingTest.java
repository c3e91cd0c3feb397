package dev.relaymanager.host.sub2api;

import static dev.relaymanager.host.sub2api.Samples.refused;
import static dev.relaymanager.host.sub2api.Samples.unknown;
import static dev.relaymanager.host.sub2api.ScriptedHost.json;
import static dev.relaymanager.host.sub2api.ScriptedHost.ok;
import static dev.relaymanager.host.sub2api.ScriptedHost.page;
import static dev.relaymanager.host.sub2api.ScriptedHost.plain;
import static dev.relaymanager.host.sub2api.ScriptedHost.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every answer is understood or refused. */
class UnderstandingTest {
  private static final String GROUPS = "/api/v1/admin/groups";

  private final ScriptedHost host = new ScriptedHost("0.1.126");

  @AfterEach
  void close() {
    host.close();
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of("plain 404", plain(404, "404 page not found"), Kind.NO_SUCH_ROUTE),
        Arguments.of(
            "a proxy's own 404", json(404, "{\"error\":\"Not Found\"}"), Kind.NO_SUCH_ROUTE),
        Arguments.of("404 in the envelope", refusal(404, "GROUP_NOT_FOUND"), Kind.NOT_FOUND),
        Arguments.of(
            "the middleware's shape",
            json(401, "{\"code\":\"INVALID_ADMIN_KEY\",\"message\":\"Invalid\"}"),
            Kind.UNAUTHORIZED),
        Arguments.of(
            "403", json(403, "{\"code\":\"FORBIDDEN\",\"message\":\"x\"}"), Kind.FORBIDDEN),
        Arguments.of("a firewall's 403", plain(403, "<html>blocked</html>"), Kind.FORBIDDEN),
        Arguments.of(
            "423",
            json(423, "{\"code\":\"ADMIN_COMPLIANCE_ACK_REQUIRED\",\"message\":\"x\"}"),
            Kind.TERMS_NOT_ACCEPTED),
        Arguments.of(
            "the ad-hoc shape",
            json(409, "{\"error\":\"mixed_channel_warning\",\"message\":\"x\"}"),
            Kind.CONFLICT),
        Arguments.of("400", refusal(400, "VALIDATION_ERROR"), Kind.INVALID),
        Arguments.of("500", json(500, "{\"code\":500,\"message\":\"x\"}"), Kind.HOST_ERROR),
        Arguments.of("a proxy's 502", plain(502, "<html>Bad Gateway</html>"), Kind.UNAVAILABLE),
        Arguments.of("HTML with 200", plain(200, "<html></html>"), Kind.API_DRIFT),
        Arguments.of("nothing with 200", plain(200, ""), Kind.API_DRIFT),
        Arguments.of("no envelope", json(200, "{\"status\":\"ok\"}"), Kind.API_DRIFT),
        Arguments.of(
            "200 with a failure inside",
            json(200, "{\"code\":7,\"message\":\"x\"}"),
            Kind.API_DRIFT),
        Arguments.of(
            "half a JSON", json(200, "{\"code\":0,\"data\":{\"items\":[{\"id\""), Kind.CUT),
        Arguments.of(
            "a redirect",
            new MockResponse.Builder()
                .code(301)
                .addHeader("Location", "https://x.example/a?b")
                .build(),
            Kind.REDIRECTED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void aReadThatFailsIsRefusedWithItsKind(String name, MockResponse answer, Kind kind) {
    host.on("GET " + GROUPS, answer);

    HostFault fault = refused(host.adapter().groups());

    assertEquals(kind, fault.kind());
    assertEquals("list groups (GET /api/v1/admin/groups)", fault.call());
    assertFalse(fault.message().isBlank());
  }

  @Test
  void refusalsSayTheWayOut() {
    host.on("GET " + GROUPS, json(423, "{\"code\":\"ADMIN_COMPLIANCE_ACK_REQUIRED\"}"));
    assertTrue(refused(host.adapter().groups()).message().contains("a person has to log in"));

    host.on("GET " + GROUPS, json(401, "{\"code\":\"INVALID_ADMIN_KEY\",\"message\":\"x\"}"));
    HostFault unauthorized = refused(host.adapter().groups());
    assertEquals("INVALID_ADMIN_KEY", unauthorized.reason());
    assertTrue(unauthorized.message().contains("put the current one"));

    host.on(
        "GET " + GROUPS,
        new MockResponse.Builder()
            .code(302)
            .addHeader("Location", "https://x.example/a?b")
            .build());
    String redirected = refused(host.adapter().groups()).message();
    assertTrue(redirected.contains("https://x.example,"), redirected);
  }

  @Test
  void aChangeWhoseAnswerIsNotUnderstoodIsUnknown() {
    host.on("POST " + GROUPS, ok("{\"id\":2}"));

    HostFault fault = unknown(host.adapter().createGroup(Samples.group("cn")));

    assertEquals(Kind.API_DRIFT, fault.kind());
    assertEquals(1, host.asked().size());
  }

  @Test
  void anAnswerThatGoesOnBeyondAllMeasureIsLeftAndAChangeUnknown() throws IOException {
    Buffer zipped = new Buffer();
    try (BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
      byte[] blanks = new byte[1 << 20];
      for (int i = 0; i < 65; i++) {
        sink.write(blanks);
      }
    }
    MockResponse endless =
        new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(zipped).build();
    host.on("GET " + GROUPS, endless).on("POST " + GROUPS, endless);

    HostFault read = refused(host.adapter().groups());
    HostFault change = unknown(host.adapter().createGroup(Samples.group("cn")));

    assertEquals(Kind.API_DRIFT, read.kind());
    assertEquals(Kind.API_DRIFT, change.kind());
    assertTrue(change.message().contains("has no end"), change::message);
    assertEquals(2, host.asked().size());
  }

  /** One of the adapter's lists. */
  interface Listing {
    HostOutcome<?> read(HostAdapter adapter);
  }

  private static Arguments listing(String route, Listing listing, String item, String... free) {
    return Arguments.of(route, listing, item, Set.of(free));
  }

  /** With each the fields that the adapter does not need. */
  static Stream<Arguments> listings() {
    return Stream.of(
        listing(
            "GET /api/v1/admin/groups",
            HostAdapter::groups,
            Samples.GROUP,
            "description",
            "platform",
            "daily_limit_usd",
            "weekly_limit_usd",
            "monthly_limit_usd",
            "created_at"),
        listing(
            "GET /api/v1/admin/channels",
            HostAdapter::channels,
            Samples.CHANNEL,
            "description",
            "created_at"),
        listing(
            "GET /api/v1/admin/accounts",
            adapter -> adapter.accounts(new Scope.All()),
            Samples.ACCOUNT,
            "notes",
            "credentials",
            "extra",
            "error_message",
            "last_used_at",
            "account_groups",
            "created_at"),
        listing(
            "GET /api/v1/admin/subscriptions",
            adapter -> adapter.subscriptions(new Scope.All()),
            Samples.SUBSCRIPTION,
            "user",
            "notes",
            "created_at"),
        listing(
            "GET /api/v1/admin/users",
            adapter -> adapter.userByEmail("alice@example.com"),
            Samples.USER),
        listing("GET /api/v1/admin/payment/plans", HostAdapter::plans, Samples.PLAN, "created_at"));
  }

  /** Each field is renamed in turn, and then given another type. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("listings")
  void aNeededFieldThatIsMissingOrOfAnotherTypeIsDriftThatNamesIt(
      String route, Listing listing, String item, Set<String> free) {
    ObjectNode whole = (ObjectNode) Json.parse(item);
    answerWith(route, whole);
    listing.read(host.adapter()).require();

    for (String name : List.copyOf(whole.propertyNames())) {
      if (free.contains(name)) {
        continue;
      }
      ObjectNode renamed = whole.deepCopy();
      JsonNode value = renamed.remove(name);
      renamed.set(name + "_new", value);
      answerWith(route, renamed);
      assertDrift(listing, name);

      ObjectNode retyped = whole.deepCopy();
      retyped.set(name, value.isObject() ? Json.parse("[]") : Json.object());
      answerWith(route, retyped);
      assertDrift(listing, name);
    }
  }

  private void answerWith(String route, ObjectNode item) {
    host.on(route, route.endsWith("plans") ? ok("[" + item + "]") : page(1, 1, item.toString()));
  }

  private void assertDrift(Listing listing, String name) {
    HostFault fault = refused(listing.read(host.adapter()));
    assertEquals(Kind.API_DRIFT, fault.kind(), name);
    assertTrue(
        fault.message().matches("data(\\.items)?\\[0\\]\\." + name + ": expected .*, found .*"),
        fault::message);
  }

  @Test
  void driftNeverQuotesAValue() {
    host.on(
        "GET /api/v1/admin/accounts/5",
        ok(
            Samples.ACCOUNT.replace(
                "\"api_key\":\"sk-good-0001\"", "\"api_key\":[\"sk-good-0001\"]")));

    HostFault fault = refused(host.adapter().account(5));

    assertEquals("data.credentials.api_key: expected a text, found a list", fault.message());
  }

  @Test
  void aHostThatEchoesAKeyDoesNotGetItShown() {
    host.on(
        "POST /api/v1/admin/accounts/batch",
        json(
            400,
            "{\"code\":400,\"message\":\"bad sk-good-0001 by "
                + ScriptedHost.ADMIN_KEY
                + " or sk-another-key-9\"}"));

    HostFault fault = refused(host.adapter().createAccounts(List.of(Samples.newAccount()), "op-1"));

    assertFalse(fault.toString().contains("sk-good"), fault::toString);
    assertFalse(fault.toString().contains("0123456789abcdef"), fault::toString);
    assertFalse(fault.toString().contains("another"), fault::toString);
  }
}
