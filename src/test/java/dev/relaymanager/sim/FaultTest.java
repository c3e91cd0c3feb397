package dev.relaymanager.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Faults on demand, as a client meets them. */
class FaultTest {
  private static final String GROUPS = "/api/v1/admin/groups";
  private static final String BODY =
      "{\"name\":\"g\",\"platform\":\"openai\",\"rate_multiplier\":1}";

  private static boolean made(Scene scene) {
    JsonNode all = scene.host.backDoor().byHand("GET", GROUPS, "").path("data");
    return all.path("total").asInt() == 2;
  }

  @ParameterizedTest
  @CsvSource({"cut-before,false", "cut-after,true", "truncate,true", "truncate=0,true"})
  void answerIsLostAndOnlySometimesTheWork(String fault, boolean done) {
    try (Scene scene = new Scene("0.1.126")) {
      scene.host.inject(FaultRule.parse("POST /api/v1/admin/groups:" + fault));
      assertThrows(IOException.class, () -> scene.caller.admin("POST", GROUPS, BODY));
      assertEquals(done, made(scene));
    }
  }

  @ParameterizedTest
  @CsvSource({"error-before,false", "error-after,true"})
  void failureComesBeforeOrAfterTheWork(String fault, boolean done) throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      scene.host.inject(FaultRule.parse("POST /api/v1/admin/*:" + fault));
      assertEquals(500, scene.status("POST", GROUPS, BODY));
      assertEquals(done, made(scene));
    }
  }

  @Test
  void refusalSaysWhenToComeAgainInSecondsOrAsADate() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      scene.host.inject(FaultRule.parse("GET " + GROUPS + ":status=429,retry-after=7"));
      scene.host.inject(FaultRule.parse("GET " + GROUPS + ":status=503,retry-after-date=60:at=2"));
      Caller.Answer first = scene.caller.admin("GET", GROUPS);
      assertEquals(429, first.status());
      assertEquals("7", first.header("Retry-After"));
      Caller.Answer second = scene.caller.admin("GET", GROUPS);
      assertEquals(503, second.status());
      ZonedDateTime date =
          ZonedDateTime.parse(second.header("Retry-After"), DateTimeFormatter.RFC_1123_DATE_TIME);
      assertTrue(date.isAfter(ZonedDateTime.now(date.getZone())));
      assertEquals(200, scene.status("GET", GROUPS, ""));
    }
  }

  @Test
  void contentIsSpoiled() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      scene.group("second", "standard");
      scene.host.inject(FaultRule.parse("GET " + GROUPS + ":missing=platform:at=1"));
      scene.host.inject(FaultRule.parse("GET " + GROUPS + ":wrong-type=id:at=2"));
      scene.host.inject(FaultRule.parse("GET " + GROUPS + ":short-page=1:at=3"));
      JsonNode first = scene.caller.admin("GET", GROUPS).data().path("items").path(0);
      assertFalse(first.has("platform"));
      JsonNode second = scene.caller.admin("GET", GROUPS).data().path("items").path(0);
      assertTrue(second.path("id").isString());
      JsonNode third = scene.caller.admin("GET", GROUPS).data();
      assertEquals(2, third.path("total").asInt());
      assertEquals(1, third.path("items").size());
      assertEquals(2, scene.caller.admin("GET", GROUPS).data().path("items").size());
    }
  }

  @Test
  void eventsAndAnswersHandedThroughAreSpoiledToo() throws IOException {
    try (Scene scene = new Scene("0.1.172")) {
      long group = scene.group("g", "subscription");
      long account = scene.account("a", "sk-good-1", group);
      String key = scene.subscriber("alice@example.com", group);
      scene.host.inject(FaultRule.parse("POST /api/v1/admin/accounts/*:missing=type"));
      scene.host.inject(FaultRule.parse("POST /v1/*:wrong-type=choices"));

      String path = "/api/v1/admin/accounts/" + account + "/test";
      String events = scene.caller.admin("POST", path, "{\"model_id\":\"deepseek-chat\"}").text();
      assertTrue(events.contains("data: {\"success\":true}"), events);
      assertFalse(events.contains("\"type\""), events);
      JsonNode answer = scene.caller.chat(key, "deepseek-chat").json();
      assertTrue(answer.path("choices").isObject(), answer::toString);
    }
  }

  @Test
  void anAnswerThatWaitsIsOfWorkThatIsSeenDone() throws InterruptedException {
    try (Scene scene = new Scene("0.1.126")) {
      scene.host.inject(FaultRule.parse("POST /api/v1/admin/groups:delay-after=60m"));
      CountDownLatch done = new CountDownLatch(1);
      scene.host.addHook(
          new RequestHook() {
            @Override
            public void after(SeenRequest request) {
              done.countDown();
            }
          });
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () ->
                      assertThrows(
                          IOException.class, () -> scene.caller.admin("POST", GROUPS, BODY)));

      assertTrue(done.await(20, TimeUnit.SECONDS));
      assertTrue(made(scene));
      assertTrue(waiting.isAlive());
    }
  }

  @Test
  void somebodyElseAnswers() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      scene.host.inject(FaultRule.parse("* *:html:at=1"));
      scene.host.inject(FaultRule.parse("* *:not-found:at=2"));
      Caller.Answer page = scene.caller.admin("GET", GROUPS);
      assertEquals(200, page.status());
      assertTrue(page.contentType().startsWith("text/html"));
      Caller.Answer missing = scene.caller.admin("GET", GROUPS);
      assertEquals(404, missing.status());
      assertEquals("text/plain", missing.contentType());
    }
  }

  @Test
  void endlessAnswerEndsWhenTheHostIsClosed() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    Scene scene = new Scene("0.1.126");
    scene.host.inject(FaultRule.parse("GET " + GROUPS + ":endless"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(scene.host.url() + GROUPS))
            .header("x-api-key", scene.host.adminKey())
            .timeout(Duration.ofSeconds(20))
            .build();
    HttpResponse<java.io.InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertEquals('{', response.body().read());
    scene.close();
    assertThrows(IOException.class, () -> response.body().readAllBytes());
    client.shutdownNow();
  }

  @Test
  void everyNthRequestIsMetAndRulesCanBeTakenBack() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      scene.host.inject(FaultRule.parse("get /api/v1/admin/*:status=503:every=3"));
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        statuses.add(scene.status("GET", GROUPS, ""));
      }
      assertEquals(List.of(200, 200, 503, 200, 200, 503), statuses);
      scene.host.inject(FaultRule.parse("* *:status=503:always"));
      assertEquals(503, scene.status("GET", GROUPS, ""));
      scene.host.clearFaults();
      assertEquals(200, scene.status("GET", GROUPS, ""));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET",
        "GET /x",
        "GET /x:boom",
        "GET /x:delay=fast",
        "GET /x:status=200",
        "GET /x:status=503,soon=1",
        "GET /x:html:sometimes",
        "GET /x:html:next=0",
        "GET /x:html:always=2",
        "GET /x:missing",
        "GET /x:cut-after=3",
        "GET /x:truncate=-1"
      })
  void whatCannotBeReadIsRefusedWithAllThatCanBeWritten(String text) {
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> FaultRule.parse(text));
    Problem problem = refused.problems().getFirst();
    assertEquals("bad-fault", problem.code());
    spellings().forEach(each -> assertTrue(problem.fix().contains(each), problem::fix));
  }

  private static Stream<String> spellings() {
    return Stream.concat(
        Stream.of(FaultWord.values()).map(FaultWord::spelling),
        Stream.of(WhenWord.values()).map(WhenWord::spelling));
  }

  @Test
  void everyFaultHasItsWordAndItsLineOfHelp() {
    Set<Class<?>> written =
        Stream.of(FaultWord.values())
            .map(FaultTest::example)
            .map(text -> FaultRule.parse("* *:" + text).fault().getClass())
            .collect(Collectors.toSet());
    assertEquals(Set.of(Fault.class.getPermittedSubclasses()), written);
    Set<Class<?>> whens =
        Stream.of("next=1", "every=2", "at=3", "always")
            .map(text -> FaultRule.parse("* *:html:" + text).when().getClass())
            .collect(Collectors.toSet());
    assertEquals(Set.of(FaultRule.When.class.getPermittedSubclasses()), whens);
    for (String spelling : spellings().toList()) {
      assertEquals(
          1,
          FaultRule.help().stream().filter(line -> line.startsWith("  " + spelling + " ")).count(),
          spelling);
    }
    FaultRule.help().forEach(line -> assertTrue(line.length() <= 100, line));
  }

  private static String example(FaultWord word) {
    return word.spelling()
        .replace("TIME", "1s")
        .replace("CODE", "503")
        .replace("FIELD", "id")
        .replaceAll("\\[.*]", "");
  }

  @Test
  void ruleOfTheCommandLineIsTheRuleOfTheProgram() {
    assertEquals(
        FaultRule.of(
            "POST /api/v1/admin/accounts*",
            new Fault.Cut(Fault.Moment.AFTER),
            new FaultRule.When.Every(10)),
        FaultRule.parse("POST /api/v1/admin/accounts*:cut-after:every=10"));
    assertEquals(
        FaultRule.once("* /v1/*", new Fault.Delay(Duration.ofMillis(200), Fault.Moment.BEFORE)),
        FaultRule.parse("* /v1/*:delay=200ms"));
  }

  @Test
  void logKnowsRoutesAndNothingSecret() throws IOException {
    try (Scene scene = new Scene("0.1.126")) {
      List<SeenRequest> hooked = new ArrayList<>();
      scene.host.addHook(
          new RequestHook() {
            @Override
            public void after(SeenRequest request) {
              hooked.add(request);
            }
          });
      long group = scene.group("g", "standard");
      scene.caller.admin("GET", GROUPS + "/" + group);
      scene.caller.admin("GET", "/api/v1/admin/users?search=sk-good-secret-1");
      scene.caller.call(
          "POST",
          "/api/v1/admin/accounts",
          Scene.body("a", "sk-good-secret-2", group),
          Map.of("x-api-key", scene.host.adminKey(), "Idempotency-Key", "op-1"));
      assertEquals(3, scene.host.requests().size());
      assertEquals(hooked, scene.host.requests());
      assertEquals(1, scene.host.changingRequests());
      assertEquals(1L, scene.host.requestCounts().get("GET /api/v1/admin/groups/:id"));
      assertEquals("op-1", hooked.getLast().idempotencyKey());
      String everything = scene.host.requests().toString();
      assertFalse(everything.contains("secret"), everything);
      assertFalse(everything.contains(scene.host.adminKey()), everything);
    }
  }
}
