package dev.relaymanager.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.relaymanager.http.HttpResult.Answered;
import dev.relaymanager.model.InvalidInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

class ProxyRulesTest {
  private static final URI PROXY = URI.create("http://proxy.example:3128");

  @Test
  void theSchemeChoosesTheVariableAndLowerCaseWins() {
    ProxyRules rules =
        ProxyRules.of(
            Map.of("https_proxy", PROXY.toString(), "HTTPS_PROXY", "http://ignored.example:1"));

    assertEquals(Optional.of(PROXY), rules.proxyFor("https", "api.example.com"));
    assertEquals(Optional.empty(), rules.proxyFor("http", "api.example.com"));
  }

  @Test
  void noProxyExemptsDomainsAndLoopbackNeverGoesThroughOne() {
    ProxyRules rules =
        ProxyRules.of(
            Map.of("HTTPS_PROXY", "proxy.example:3128", "NO_PROXY", " .corp.example, one.example"));

    assertEquals(Optional.empty(), rules.proxyFor("https", "host.corp.example"));
    assertEquals(Optional.empty(), rules.proxyFor("https", "ONE.example"));
    assertEquals(Optional.of(PROXY), rules.proxyFor("https", "someone.example"));
    assertEquals(Optional.empty(), rules.proxyFor("https", "localhost"));
    assertEquals(Optional.empty(), rules.proxyFor("https", "127.0.0.1"));
  }

  @Test
  void aVariableThatHoldsNoProxyIsRefusedWithoutItsPassword() {
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () -> ProxyRules.of(Map.of("https_proxy", "socks5://user:hidden-1@proxy.example")));

    assertFalse(refused.getMessage().contains("hidden-1"));
  }

  @Test
  void aCallGoesThroughTheProxyWithItsPassword() throws IOException, InterruptedException {
    try (MockWebServer proxy = new MockWebServer()) {
      proxy.start(InetAddress.getLoopbackAddress(), 0);
      proxy.enqueue(new MockResponse.Builder().body("through").build());
      ProxyRules rules =
          ProxyRules.of(Map.of("http_proxy", "http://user:pass@127.0.0.1:" + proxy.getPort()));

      try (HttpCaller caller = new HttpCaller(new HttpSettings(null, List.of(), rules))) {
        HttpResult result =
            caller.call(
                HttpRequest.of(
                    "POST", URI.create("http://host.invalid/x"), Duration.ofSeconds(20)));

        assertEquals("through", assertInstanceOf(Answered.class, result).body().text());
      }
      RecordedRequest sent = proxy.takeRequest();
      assertEquals("host.invalid", sent.getHeaders().get("Host"));
      assertEquals("Basic dXNlcjpwYXNz", sent.getHeaders().get("Proxy-Authorization"));
    }
  }
}
