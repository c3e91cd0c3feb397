package dev.relaymanager.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.http.HttpResult.Answered;
import dev.relaymanager.http.HttpResult.NotSent;
import dev.relaymanager.model.InvalidInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A vendor under its own name, on loopback, with an authority that only some settings know. */
class SecureConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String NAME = "api.vendor.example";

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("test authority").build();
  private static final HeldCertificate VENDOR =
      new HeldCertificate.Builder().signedBy(AUTHORITY).addSubjectAlternativeName(NAME).build();

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(VENDOR, AUTHORITY.certificate())
            .build()
            .sslSocketFactory());
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResult call(String name, HttpSettings settings) {
    try (HttpCaller caller = new HttpCaller(settings)) {
      return caller.call(HttpRequest.of("GET", URI.create("https://" + name + "/v1/models"), LONG));
    }
  }

  private HttpSettings mapped(String name, String pem) {
    return new HttpSettings(
        pem,
        List.of(ConnectTo.parse(name + ":443:127.0.0.1:" + server.getPort())),
        ProxyRules.none());
  }

  @Test
  void anExtraAuthorityAndAMappingReachAVendorUnderItsOwnName() throws InterruptedException {
    server.enqueue(new MockResponse.Builder().body("ok").build());

    HttpResult result = call(NAME, mapped(NAME, AUTHORITY.certificatePem()));

    assertEquals("ok", assertInstanceOf(Answered.class, result).body().text());
    assertEquals(NAME, server.takeRequest().getHeaders().get("Host"));
  }

  @Test
  void withoutTheAuthorityNothingIsSent() {
    HttpResult result = call(NAME, mapped(NAME, null));

    assertEquals(NotSent.Obstacle.TLS, assertInstanceOf(NotSent.class, result).obstacle());
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void aMappingDoesNotExcuseAWrongName() {
    HttpResult result =
        call("other.vendor.example", mapped("other.vendor.example", AUTHORITY.certificatePem()));

    assertEquals(NotSent.Obstacle.TLS, assertInstanceOf(NotSent.class, result).obstacle());
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void aMappingHoldsForItsPortOnly() {
    HttpSettings settings =
        new HttpSettings(
            AUTHORITY.certificatePem(),
            List.of(ConnectTo.parse(NAME + ":8443:127.0.0.1:" + server.getPort())),
            ProxyRules.none());

    HttpResult result = call(NAME, settings);

    assertEquals(NotSent.Obstacle.NAME, assertInstanceOf(NotSent.class, result).obstacle());
  }

  @Test
  void theSystemsAuthoritiesStayTrusted() {
    int ofTheSystem =
        new HandshakeCertificates.Builder()
            .addPlatformTrustedCertificates()
            .build()
            .trustManager()
            .getAcceptedIssuers()
            .length;

    int withOurs =
        TrustedAuthorities.systemAnd(AUTHORITY.certificatePem())
            .trustManager()
            .getAcceptedIssuers()
            .length;

    assertTrue(ofTheSystem > 0, "this machine trusts nobody");
    assertEquals(ofTheSystem + 1, withOurs);
  }

  @Test
  void anAuthorityThatIsNoCertificateIsRefused() {
    assertThrows(InvalidInputException.class, () -> new HttpCaller(mapped(NAME, "no certificate")));
  }

  @Test
  void mappingsAreReadAsCurlWritesThem() {
    assertEquals(
        new ConnectTo("api.example.com", 443, "::1", 8443),
        ConnectTo.parse("API.example.com:443:[::1]:8443"));
    assertThrows(InvalidInputException.class, () -> ConnectTo.parse("api.example.com:443"));
  }
}
