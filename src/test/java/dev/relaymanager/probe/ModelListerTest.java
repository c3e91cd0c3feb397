package dev.relaymanager.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.pack.BundledPack;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackLoader;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.probe.ModelLister.Answer;
import dev.relaymanager.seal.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelListerTest {
  private static final Pack PACK =
      PackLoader.load(BundledPack.zip("openai-cn-pack"), "openai-cn-pack");
  private static final Provider ARK = PACK.provider("volcengine").orElseThrow();
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("test authority").build();

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    HeldCertificate held =
        new HeldCertificate.Builder()
            .signedBy(AUTHORITY)
            .addSubjectAlternativeName("ark.cn-beijing.volces.com")
            .build();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(held, AUTHORITY.certificate())
            .build()
            .sslSocketFactory());
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer ask(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
    HttpSettings http =
        new HttpSettings(
            AUTHORITY.certificatePem(),
            List.of(ConnectTo.parse("ark.cn-beijing.volces.com:443:127.0.0.1:" + server.getPort())),
            ProxyRules.none());
    try (HttpCaller caller = new HttpCaller(http);
        Secret key = Secret.of("sk-good-invented-list-3a7e")) {
      return new ModelLister(caller).ask(ARK, key);
    }
  }

  @Test
  void theListStandsBesideTheChatCompletionsOfTheBase() throws InterruptedException {
    Answer answer =
        ask(
            200,
            """
            {"object": "list", "data": [
              {"id": "a", "status": "Shutdown"}, {"id": "b"}, {"model": "c"}, {"name": "d"}, null]}
            """);

    assertEquals(
        new Answer.Listed(new TreeMap<>(Map.of("a", "Shutdown", "b", "", "c", ""))), answer);
    var request = server.takeRequest();
    assertEquals("/api/v3/models", request.getUrl().encodedPath());
    assertEquals("Bearer sk-good-invented-list-3a7e", request.getHeaders().get("Authorization"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | {"error": {"code": "AuthenticationError"}} | true | status 401 AuthenticationError, the key is dead
          404 | 404 page not found | false | status 404
          500 | "x" | false | status 500
          200 | <html> | false | the answer holds no list of models
          200 | {"data": []} | false | the answer holds no list of models
          200 | {"data": {"id": "a"}} | false | the answer holds no list of models
          200 | [] | false | the answer holds no list of models
          """)
  void whatIsNoListIsNoEmptyList(int status, String body, boolean keyRefused, String why) {
    Answer.None none = assertInstanceOf(Answer.None.class, ask(status, body));

    assertEquals(keyRefused, none.keyRefused());
    assertTrue(none.why().endsWith("/api/v3/models: " + why), none.why());
  }

  @Test
  void aComparisonKnowsWhatIsGoneEndingAndNew() {
    List<String> names = List.copyOf(ARK.models().keySet());
    String first = names.get(0);
    ModelComparison found =
        ModelComparison.of(
            ARK,
            new Answer.Listed(
                new TreeMap<>(
                    Map.of(
                        first,
                        "Shutdown",
                        names.get(1),
                        "Retiring",
                        "new",
                        "",
                        "old",
                        "Shutdown"))));

    assertEquals(1, found.listed());
    assertEquals(
        List.of(first, names.get(2)),
        found.notListed().stream().map(ModelComparison.PackModel::name).toList());
    assertEquals(names.get(1), found.ending().get(0).name());
    assertEquals(List.of("new"), found.notInPack());
  }
}
