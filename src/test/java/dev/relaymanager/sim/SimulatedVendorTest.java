package dev.relaymanager.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake vendor, called directly over TLS under a vendor's name. */
class SimulatedVendorTest {
  private static final SimulatedHostOptions WITH_TLS =
      SimulatedHostOptions.of("0.1.126").withVendorPort(0);

  private static OkHttpClient trusting(SimulatedVendor vendor) {
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(Certificates.decodeCertificatePem(vendor.authorityPem()))
            .build();
    return new OkHttpClient.Builder()
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
        .dns(name -> List.of(InetAddress.getLoopbackAddress()))
        .build();
  }

  private static Response call(OkHttpClient client, int port, String path, String key, String body)
      throws IOException {
    Request.Builder request =
        new Request.Builder()
            .url("https://api.deepseek.com:" + port + path)
            .header("Authorization", "Bearer " + key);
    if (!body.isEmpty()) {
      request.post(RequestBody.create(body, MediaType.get("application/json")));
    }
    return client.newCall(request.build()).execute();
  }

  @ParameterizedTest
  @CsvSource({
    "sk-good-1234,200",
    "sk-anything,200",
    "sk-bad-1,401",
    "sk-poor-1,402",
    "sk-deny-1,403",
    "sk-limit-1,429",
    "sk-down-1,500"
  })
  void keySaysWhatItIsWorth(String key, int status) throws IOException {
    try (SimulatedHost host = SimulatedHost.start(WITH_TLS);
        Response response =
            call(
                trusting(host.vendor()),
                host.vendor().port(),
                "/v1/chat/completions",
                key,
                "{\"model\":\"deepseek-chat\"}")) {
      assertEquals(status, response.code());
      VendorCall call = host.vendor().calls().getFirst();
      assertEquals("api.deepseek.com", call.host());
      assertEquals(key.substring(key.length() - 4), call.keyTail());
      assertEquals("deepseek-chat", call.model());
      assertTrue(call.direct());
    }
  }

  @Test
  void modelsGivenToItAreListedAndSpoken() throws IOException {
    SimulatedHostOptions options = WITH_TLS.withVendorModels(Set.of("kimi-k3"));
    try (SimulatedHost host = SimulatedHost.start(options)) {
      OkHttpClient client = trusting(host.vendor());
      int port = host.vendor().port();
      try (Response list = call(client, port, "/v1/models", "sk-good-1", "")) {
        assertTrue(list.body().string().contains("\"kimi-k3\""));
      }
      String ask = "{\"model\":\"kimi-k3\",\"stream\":true}";
      try (Response chat = call(client, port, "/v1/chat/completions", "sk-good-1", ask)) {
        assertTrue(chat.body().string().endsWith("data: [DONE]\n\n"));
      }
      try (Response none = call(client, port, "/v1/responses", "sk-good-1", ask)) {
        assertEquals(404, none.code());
      }
      String other = "{\"model\":\"no-such\"}";
      try (Response lacks = call(client, port, "/v1/chat/completions", "sk-good-1", other)) {
        assertEquals(400, lacks.code());
      }
    }
  }

  @Test
  void nobodyTrustsItByChance() {
    try (SimulatedHost host = SimulatedHost.start(WITH_TLS)) {
      OkHttpClient client =
          new OkHttpClient.Builder().dns(name -> List.of(InetAddress.getLoopbackAddress())).build();
      assertThrows(
          SSLException.class,
          () -> call(client, host.vendor().port(), "/v1/models", "sk-good-1", ""));
    }
  }

  @Test
  void serverOfTheCommandLineWritesTheAuthorityAndTakesFaults(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("ca.pem");
    SimServerOptions options =
        new SimServerOptions(
            "0.1.172",
            0,
            "admin-of-a-test",
            true,
            Set.of(),
            0,
            file,
            List.of("GET /api/v1/admin/groups:status=503"),
            30,
            3);
    try (SimServer server = SimServer.start(options);
        Caller caller = new Caller(server.host())) {
      assertTrue(Files.readString(file).startsWith("-----BEGIN CERTIFICATE-----"));
      assertEquals(503, caller.admin("GET", "/api/v1/admin/groups").status());
      assertEquals(30, caller.admin("GET", "/api/v1/admin/accounts").data().path("total").asInt());
    }
  }
}
