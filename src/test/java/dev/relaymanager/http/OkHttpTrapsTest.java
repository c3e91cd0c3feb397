package dev.relaymanager.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.relaymanager.http.HttpResult.Answered;
import dev.relaymanager.http.HttpResult.Lost;
import dev.relaymanager.seal.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three things that OkHttp does by itself and that would make a second resource or give a key away.
 * Each is shown twice: OkHttp as it comes does it, so the trap is set as it should be; {@link
 * HttpCaller} does not.
 */
class OkHttpTrapsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final MockWebServer server = new MockWebServer();
  private final MockWebServer other = new MockWebServer();
  private final OkHttpClient plain = new OkHttpClient();
  private final HttpCaller caller =
      new HttpCaller(new HttpSettings(null, List.of(), ProxyRules.none()));

  @BeforeEach
  void start() throws IOException {
    server.start(InetAddress.getLoopbackAddress(), 0);
    other.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    caller.close();
    plain.dispatcher().executorService().shutdown();
    plain.connectionPool().evictAll();
    server.close();
    other.close();
  }

  private void answers(MockResponse... responses) {
    for (MockResponse response : responses) {
      server.enqueue(response);
    }
  }

  private static MockResponse made() {
    return new MockResponse.Builder().body("{}").build();
  }

  /** The request is read, and so may be carried out; then the connection drops. */
  private static MockResponse dropped() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  private static MockResponse comeBackAtOnce() {
    return new MockResponse.Builder().code(503).addHeader("Retry-After", "0").build();
  }

  private MockResponse redirect(int status) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Location", "http://localhost:" + other.getPort() + "/elsewhere")
        .build();
  }

  private int plainly(String method) throws IOException {
    RequestBody body = RequestBody.create("{}", MediaType.get("application/json"));
    Request request =
        new Request.Builder()
            .url(server.url("/groups"))
            .header("x-api-key", "admin-1")
            .method(method, method.equals("GET") ? null : body)
            .build();
    try (Response response = plain.newCall(request).execute()) {
      response.body().bytes();
      return response.code();
    }
  }

  private HttpResult ours(String method) {
    HttpRequest request =
        HttpRequest.of(
                method, URI.create("http://127.0.0.1:" + server.getPort() + "/groups"), DEADLINE)
            .withSecret("x-api-key", "", Secret.of("admin-1"));
    return caller.call(method.equals("GET") ? request : request.withJson("{}"));
  }

  /** Whether the last request came over the same connection as the first. */
  private void assertReused(int requests) throws InterruptedException {
    int first = server.takeRequest().getConnectionIndex();
    assertEquals(0, first);
    assertEquals(first, server.takeRequest().getConnectionIndex(), "not a reused connection");
    assertEquals(requests, server.getRequestCount());
  }

  @Test
  void okHttpRepeatsAPostWhoseReusedConnectionDropped() throws Exception {
    answers(made(), dropped(), made());

    plainly("POST");
    assertEquals(200, plainly("POST"));

    assertReused(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "GET"})
  void weDoNotRepeatARequestWhoseReusedConnectionDropped(String method) throws Exception {
    answers(made(), dropped(), made());

    assertInstanceOf(Answered.class, ours("POST"));
    Lost lost = assertInstanceOf(Lost.class, ours(method));

    assertEquals(Lost.Loss.CUT, lost.loss());
    assertEquals(0, lost.status());
    assertReused(2);
  }

  @Test
  void okHttpRepeatsAPostOn503WithRetryAfterZero() throws Exception {
    answers(comeBackAtOnce(), made());

    assertEquals(200, plainly("POST"));

    assertEquals(2, server.getRequestCount());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "GET"})
  void weDoNotRepeatOn503WithRetryAfterZeroAndStillSeeIt(String method) {
    answers(comeBackAtOnce(), made());

    Answered answered = assertInstanceOf(Answered.class, ours(method));

    assertEquals(503, answered.status());
    assertEquals("0", answered.header("retry-after").orElseThrow());
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void okHttpHandsTheKeyToTheHostThatARedirectNames() throws Exception {
    answers(redirect(302));
    other.enqueue(made());

    assertEquals(200, plainly("GET"));

    RecordedRequest elsewhere = other.takeRequest();
    assertEquals("admin-1", elsewhere.getHeaders().get("x-api-key"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void weFollowNoRedirectAndHandTheKeyToNobody(int status) {
    for (String method : List.of("GET", "POST")) {
      answers(redirect(status));

      Answered answered = assertInstanceOf(Answered.class, ours(method));

      assertEquals(status, answered.status());
    }
    assertEquals(0, other.getRequestCount());
    assertEquals(2, server.getRequestCount());
  }
}
