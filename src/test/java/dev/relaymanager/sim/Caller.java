package dev.relaymanager.sim;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Calls a simulated host over HTTP, each time as whom the headers say. */
final class Caller implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final SimulatedHost host;

  Caller(SimulatedHost host) {
    this.host = host;
  }

  record Answer(int status, String contentType, String text, HttpResponse<String> response) {
    JsonNode json() {
      return Json.MAPPER.readTree(text);
    }

    JsonNode data() {
      return json().path("data");
    }

    String reason() {
      return json().path("reason").asString("");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** As the administrator, by the admin key. */
  Answer admin(String method, String path, String body) throws IOException {
    return call(method, path, body, Map.of("x-api-key", host.adminKey()));
  }

  Answer admin(String method, String path) throws IOException {
    return admin(method, path, "");
  }

  Answer bearer(String token, String method, String path, String body) throws IOException {
    return call(method, path, body, Map.of("Authorization", "Bearer " + token));
  }

  Answer chat(String userKey, String model) throws IOException {
    String body =
        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    return bearer(userKey, "POST", "/v1/chat/completions", body);
  }

  Answer call(String method, String path, String body, Map<String, String> headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(host.url() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String type = response.headers().firstValue("Content-Type").orElse("");
      return new Answer(response.statusCode(), type, response.body(), response);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
