package dev.relaymanager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the API, and holds every answer to the published contract: its status has to be declared
 * for the operation, and its body has to have the declared form.
 */
final class Client {
  private static final Contract CONTRACT = Contract.published();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What operations were answered with, in all tests of this process. */
  static final Set<String> SEEN = new ConcurrentSkipListSet<>();

  private final String url;
  private final @Nullable String token;
  private final List<String> bodies = new ArrayList<>();

  Client(String url, @Nullable String token) {
    this.url = url;
    this.token = token;
  }

  /** An answer. */
  record Got(int status, HttpResponse<String> response, JsonNode json) {
    String text(String pointer) {
      return json.at(pointer).stringValue("");
    }

    String body() {
      return response.body();
    }
  }

  Got get(String path, String... headers) {
    return send("GET", path, null, "application/json", headers);
  }

  Got post(String path, String json, String... headers) {
    return send("POST", path, json, "application/json", headers);
  }

  Got delete(String path) {
    return send("DELETE", path, null, "application/json", new String[0]);
  }

  private Got send(
      String method, String path, @Nullable String body, String type, String[] headers) {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
    return sendBytes(method, path, publisher, body == null ? null : type, headers);
  }

  Got sendBytes(
      String method,
      String path,
      HttpRequest.BodyPublisher body,
      @Nullable String type,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).method(method, body);
    if (type != null) {
      request.header("Content-Type", type);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> response;
    try {
      response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
    bodies.add(response.body());
    JsonNode json = hold(method, path, response);
    return new Got(response.statusCode(), response, json);
  }

  /** All that was answered. */
  List<String> bodies() {
    return bodies;
  }

  private static JsonNode hold(String method, String path, HttpResponse<String> response) {
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    JsonNode json =
        type.endsWith("json")
            ? JsonMapper.shared().readTree(response.body())
            : JsonMapper.shared().nullNode();
    Operation operation = operation(method, path.split("\\?", 2)[0]);
    if (operation == null) {
      assertTrue(Set.of(404, 405, 400).contains(response.statusCode()), response.body());
      return json;
    }
    SEEN.add(operation.id() + " " + response.statusCode());
    assertTrue(
        operation.statuses().contains(response.statusCode()) || response.statusCode() == 421,
        operation.id() + " answered " + response.statusCode() + ": " + response.body());
    if (response.statusCode() == 421 || response.statusCode() == 204) {
      return json;
    }
    Schema schema =
        CONTRACT.answer(operation.path(), operation.method(), response.statusCode(), type);
    assertNotNull(
        schema, operation.id() + " " + response.statusCode() + " has no " + type + " declared");
    if (type.endsWith("json")) {
      assertEquals(
          List.of(),
          schema.validate(json).stream().map(Object::toString).toList(),
          operation.id() + ": " + response.body());
    }
    return json;
  }

  private static @Nullable Operation operation(String method, String path) {
    for (Operation operation : CONTRACT.operations()) {
      Pattern pattern =
          Pattern.compile(
              "\\Q" + operation.path().replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q") + "\\E");
      if (operation.method().equals(method) && pattern.matcher(path).matches()) {
        return operation;
      }
    }
    return null;
  }

  /** A call to a server that offers more than the contract. */
  static HttpResponse<String> bare(String url, @Nullable String token, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Status of a call that names another server, which no client of the JDK lets one do. */
  static int withHostHeader(String url, String host) {
    URI address = URI.create(url);
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String head = "GET /api/hosts HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.substring(9, 12));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Operations of the contract that no test has seen answer well. */
  static Set<String> unseen() {
    Set<String> unseen = new TreeSet<>();
    for (Operation operation : CONTRACT.operations()) {
      if (SEEN.stream().noneMatch(seen -> seen.startsWith(operation.id() + " 2"))) {
        unseen.add(operation.id());
      }
    }
    return unseen;
  }
}
