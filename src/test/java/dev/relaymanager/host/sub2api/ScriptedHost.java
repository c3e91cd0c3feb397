package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostConnection;
import dev.relaymanager.host.HostConnection.Credential;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.seal.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import org.semver4j.Semver;
import tools.jackson.databind.JsonNode;

/**
 * Answers over real HTTP what a test tells it to, route by route; the last answer of a route stays.
 * Remembers what was asked, and what the adapter would have waited.
 */
final class ScriptedHost implements AutoCloseable {
  static final String ADMIN_KEY = "admin-0123456789abcdef";
  static final String TERMS = "GET /api/v1/admin/compliance";
  static final Fingerprint FINGERPRINT = new Fingerprint("ab".repeat(32));

  record Asked(String method, String path, Headers headers, JsonNode body) {}

  private final MockWebServer server = new MockWebServer();
  private final Map<String, Deque<MockResponse>> script = new HashMap<>();
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final List<String> fingerprinted = Collections.synchronizedList(new ArrayList<>());
  private final MockResponse elsewhere;
  private final HostAdapter adapter;

  ScriptedHost(String version) {
    this(version, plain(404, "404 page not found"));
  }

  /**
   * A host.
   *
   * @param elsewhere what is answered to routes that nothing is said about
   */
  ScriptedHost(String version, MockResponse elsewhere) {
    this.elsewhere = elsewhere;
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    try {
      server.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    on("GET /api/v1/settings/public", ok("{\"version\":\"" + version + "\"}"));
    if (Semver.isValid(version) && TermsGate.of(new Semver(version)) == TermsGate.PRESENT) {
      on(TERMS, ok("{\"required\":false,\"version\":\"v1\"}"));
    }
    adapter =
        new Sub2ApiConnector(
                this::fingerprint, new HttpSettings(null, List.of(), ProxyRules.none()))
            .connect(connection(), pauses::add);
  }

  private Fingerprint fingerprint(Secret secret) {
    fingerprinted.add(secret.reveal(characters -> characters));
    return FINGERPRINT;
  }

  /** For another adapter than {@link #adapter}. */
  HostConnection connection() {
    return new HostConnection(
        "scripted",
        URI.create("http://127.0.0.1:" + server.getPort()),
        new Credential.AdminKey(Secret.of(ADMIN_KEY)),
        8,
        100_000,
        null);
  }

  HostAdapter adapter() {
    return adapter;
  }

  /**
   * Sets what a route, such as {@code GET /api/v1/admin/groups}, answers; with a query, what it
   * answers to just that.
   */
  ScriptedHost on(String route, MockResponse... answers) {
    script.put(route, new ArrayDeque<>(List.of(answers)));
    return this;
  }

  private MockResponse answer(RecordedRequest request) {
    String path = request.getUrl().encodedPath();
    String body = request.getBody() == null ? "" : request.getBody().utf8();
    asked.add(
        new Asked(
            request.getMethod(),
            request.getTarget(),
            request.getHeaders(),
            body.isEmpty() ? Json.object() : Json.parse(body)));
    Deque<MockResponse> answers =
        script.getOrDefault(
            request.getMethod() + " " + request.getTarget(),
            script.get(request.getMethod() + " " + path));
    if (answers == null) {
      return elsewhere;
    }
    synchronized (answers) {
      return answers.size() > 1 ? answers.poll() : answers.peek();
    }
  }

  /** Requests so far, without those that find out the dialect. */
  List<Asked> asked() {
    return asked.stream()
        .filter(each -> !each.path().contains("/settings/public"))
        .filter(each -> !TERMS.endsWith(each.path()))
        .toList();
  }

  List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  List<String> fingerprinted() {
    return List.copyOf(fingerprinted);
  }

  static MockResponse ok(String data) {
    return json(200, "{\"code\":0,\"message\":\"success\",\"data\":" + data + "}");
  }

  /** A page of items that says what it was asked for. */
  static MockResponse page(long total, int number, String... items) {
    return ok(
        "{\"items\":["
            + String.join(",", items)
            + "],\"total\":"
            + total
            + ",\"page\":"
            + number
            + ",\"page_size\":1000,\"pages\":1}");
  }

  static MockResponse refusal(int status, String reason) {
    return json(
        status, "{\"code\":" + status + ",\"message\":\"no\",\"reason\":\"" + reason + "\"}");
  }

  static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json; charset=utf-8")
        .body(body)
        .build();
  }

  static MockResponse plain(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "text/plain")
        .body(body)
        .build();
  }

  static MockResponse retryAfter(int status, String value) {
    return json(status, "{\"code\":\"RATE_LIMITED\",\"message\":\"slow down\"}")
        .newBuilder()
        .addHeader("Retry-After", value)
        .build();
  }

  /** The request is read and may be carried out; its answer never comes. */
  static MockResponse lost() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  @Override
  public void close() {
    adapter.close();
    server.close();
  }
}
