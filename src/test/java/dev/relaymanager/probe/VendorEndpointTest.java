package dev.relaymanager.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** contract.md 5.2, hosts from 0.1.127 on. */
class VendorEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "https://v.example, https://v.example/v1/chat/completions",
    "https://v.example/, https://v.example/v1/chat/completions",
    "https://v.example/v1, https://v.example/v1/chat/completions",
    "https://v.example/api/paas/v4/, https://v.example/api/paas/v4/chat/completions",
    "https://v.example/api/v3beta, https://v.example/api/v3beta/chat/completions",
    "https://v.example/compatible-mode, https://v.example/compatible-mode/v1/chat/completions",
    "https://v.example/v2/chat/completions, https://v.example/v2/chat/completions"
  })
  void joinsAsHostsDo(String baseUrl, String endpoint) {
    assertEquals(endpoint, VendorEndpoint.chat(baseUrl).toString());
  }
}
