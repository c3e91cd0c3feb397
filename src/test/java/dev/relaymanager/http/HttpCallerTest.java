package dev.relaymanager.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.http.HttpResult.Answered;
import dev.relaymanager.http.HttpResult.Lost;
import dev.relaymanager.http.HttpResult.NotSent;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.seal.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCallerTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(400);

  private final MockWebServer server = new MockWebServer();
  private final HttpCaller caller =
      new HttpCaller(new HttpSettings(null, List.of(), ProxyRules.none()));

  @BeforeEach
  void start() throws IOException {
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    caller.close();
    server.close();
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getPort() + path);
  }

  private HttpRequest request(String method) {
    HttpRequest request = HttpRequest.of(method, url("/x"), LONG);
    return method.equals("GET") ? request : request.withJson("{}");
  }

  private static MockResponse.Builder answer() {
    return new MockResponse.Builder();
  }

  @Test
  void givesStatusHeadersAndBody() throws InterruptedException {
    server.enqueue(answer().code(201).addHeader("X-Thing", "a").body("{\"a\":1}").build());

    Answered answered = assertInstanceOf(Answered.class, caller.call(request("POST")));

    assertEquals(201, answered.status());
    assertEquals("a", answered.header("x-thing").orElseThrow());
    assertEquals("{\"a\":1}", answered.body().text());
    assertEquals("7 bytes", answered.body().toString());
    RecordedRequest sent = server.takeRequest();
    assertEquals("{}", sent.getBody().utf8());
    assertTrue(sent.getHeaders().get("User-Agent").startsWith("relayctl/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "DELETE"})
  void nothingIsRepeatedOn408(String method) {
    server.enqueue(answer().code(408).build());
    server.enqueue(answer().body("must not be asked for").build());

    assertEquals(408, assertInstanceOf(Answered.class, caller.call(request(method))).status());
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void connectionsAreReused() throws InterruptedException {
    server.enqueue(answer().body("a").build());
    server.enqueue(answer().body("b").build());

    caller.call(request("GET"));
    caller.call(request("GET"));

    assertEquals(
        server.takeRequest().getConnectionIndex(), server.takeRequest().getConnectionIndex());
  }

  @Test
  void cookiesAreNotKept() throws InterruptedException {
    server.enqueue(answer().addHeader("Set-Cookie", "session=1").build());
    server.enqueue(answer().build());

    caller.call(request("GET"));
    caller.call(request("GET"));

    server.takeRequest();
    assertNull(server.takeRequest().getHeaders().get("Cookie"));
  }

  @Test
  void aNameWithoutAddressMeansNothingWasSent() {
    HttpResult result =
        caller.call(HttpRequest.of("POST", URI.create("http://no-such-name.invalid/"), LONG));

    assertEquals(NotSent.Obstacle.NAME, assertInstanceOf(NotSent.class, result).obstacle());
  }

  @Test
  void aRefusedConnectionMeansNothingWasSent() throws IOException {
    int freed;
    try (ServerSocket socket = new ServerSocket(0)) {
      freed = socket.getLocalPort();
    }

    HttpResult result =
        caller.call(HttpRequest.of("POST", URI.create("http://127.0.0.1:" + freed), LONG));

    assertEquals(NotSent.Obstacle.CONNECT, assertInstanceOf(NotSent.class, result).obstacle());
  }

  @Test
  void allAddressesOfAHostAreTried() throws IOException {
    server.enqueue(answer().build());
    InetAddress deaf = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    List<InetAddress> addresses = List.of(deaf, server.getSocketAddress().getAddress());
    HttpSettings settings = new HttpSettings(null, List.of(), ProxyRules.none());

    try (HttpCaller other = new HttpCaller(settings, name -> addresses)) {
      HttpResult result =
          other.call(
              HttpRequest.of(
                  "POST", URI.create("http://two.example:" + server.getPort() + "/"), LONG));

      assertInstanceOf(Answered.class, result);
    }
  }

  @Test
  void silenceEndsAtTheDeadlineAsATimeout() {
    server.enqueue(answer().onResponseStart(SocketEffect.Stall.INSTANCE).build());

    HttpResult result = caller.call(HttpRequest.of("GET", url("/"), SHORT));

    Lost lost = assertInstanceOf(Lost.class, result);
    assertEquals(Lost.Loss.TIMEOUT, lost.loss());
    assertEquals(0, lost.status());
  }

  @Test
  void aDrippingBodyEndsAtTheDeadline() {
    server.enqueue(
        answer().body("x".repeat(10_000)).throttleBody(1, 50, TimeUnit.MILLISECONDS).build());

    HttpResult result = caller.call(HttpRequest.of("GET", url("/"), SHORT));

    Lost lost = assertInstanceOf(Lost.class, result);
    assertEquals(Lost.Loss.TIMEOUT, lost.loss());
    assertEquals(200, lost.status());
  }

  @Test
  void aBodyOverTheLimitIsNotReadOn() {
    server.enqueue(answer().chunkedBody("x".repeat(100_000), 1000).build());

    HttpResult result = caller.call(request("GET").withMaxBytes(10_000));

    assertEquals(Lost.Loss.TOO_LARGE, assertInstanceOf(Lost.class, result).loss());
  }

  @Test
  void theLimitCountsDecompressedBytes() throws IOException {
    Buffer zipped = new Buffer();
    try (okio.BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
      sink.writeUtf8("x".repeat(5_000_000));
    }
    assertTrue(zipped.size() < 10_000);
    server.enqueue(answer().addHeader("Content-Encoding", "gzip").body(zipped).build());

    HttpResult result = caller.call(request("GET").withMaxBytes(100_000));

    assertEquals(Lost.Loss.TOO_LARGE, assertInstanceOf(Lost.class, result).loss());
  }

  @Test
  void aBodyShorterThanAnnouncedIsCut() {
    server.enqueue(
        answer().body("x".repeat(5000)).onResponseBody(new SocketEffect.CloseSocket()).build());

    HttpResult result = caller.call(request("GET"));

    Lost lost = assertInstanceOf(Lost.class, result);
    assertEquals(Lost.Loss.CUT, lost.loss());
    assertEquals(200, lost.status());
  }

  @Test
  void anInterruptedThreadGetsItsResultAndKeepsItsFlag() throws InterruptedException {
    server.enqueue(answer().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    AtomicReference<HttpResult> result = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  result.set(caller.call(request("GET")));
                  flag.set(Thread.currentThread().isInterrupted());
                });
    server.takeRequest();

    thread.interrupt();
    thread.join();

    assertEquals(Lost.Loss.INTERRUPTED, assertInstanceOf(Lost.class, result.get()).loss());
    assertTrue(flag.get());
  }

  @Test
  void aStreamIsHandedOverLineByLineAndLeftWhenEnoughWasSeen() {
    server.enqueue(
        answer()
            .body("data: 1\n\ndata: stop\n\n" + "data: more\n\n".repeat(1_000_000))
            .throttleBody(64, 10, TimeUnit.MILLISECONDS)
            .build());
    List<String> lines = new ArrayList<>();

    HttpResult result =
        caller.stream(
            request("POST"),
            line -> {
              lines.add(line);
              return !line.contains("stop");
            });

    assertEquals(200, assertInstanceOf(Answered.class, result).status());
    assertEquals(List.of("data: 1", "", "data: stop"), lines);
  }

  @Test
  void aStreamThatNeverEndsEndsAtTheDeadline() {
    server.enqueue(
        answer()
            .body("data: 1\n\n".repeat(10_000))
            .throttleBody(8, 50, TimeUnit.MILLISECONDS)
            .build());

    HttpResult result = caller.stream(HttpRequest.of("POST", url("/"), SHORT), line -> true);

    Lost lost = assertInstanceOf(Lost.class, result);
    assertEquals(Lost.Loss.TIMEOUT, lost.loss());
    assertEquals(200, lost.status());
  }

  @Test
  void aStreamThatIsRefusedGivesItsBody() {
    server.enqueue(answer().code(404).body("404 page not found").build());

    HttpResult result = caller.stream(request("POST"), line -> true);

    assertEquals("404 page not found", assertInstanceOf(Answered.class, result).body().text());
  }

  @Test
  void aSecretGoesOutBehindItsPrefixAndIsNowhereShown() throws InterruptedException {
    server.enqueue(answer().build());
    HttpRequest request =
        HttpRequest.of("GET", url("/list?search=sk-in-query"), LONG)
            .withSecret("Authorization", "Bearer ", Secret.of("token-1"));

    caller.call(request);

    assertEquals("Bearer token-1", server.takeRequest().getHeaders().get("Authorization"));
    assertFalse(request.toString().contains("token-1"));
    assertFalse(request.toString().contains("sk-in-query"));
  }

  @Test
  void aSecretThatNoHeaderCanCarryIsRefusedWithoutQuotingIt() {
    HttpRequest request = request("GET").withSecret("x-api-key", "", Secret.of("admin-1\nadmin-2"));

    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> caller.call(request));

    assertFalse(refused.getMessage().contains("admin-"));
    assertEquals(0, server.getRequestCount());
  }
}
