package dev.relaymanager.api;

import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpRequest;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.seal.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Calls the API of a service, here or elsewhere. A changing call whose answer was lost is sent
 * again under the same name, so that it is carried out once. Safe for use by many threads.
 */
public final class ApiClient implements AutoCloseable {
  /** Longer than a service waits for work by itself. */
  private static final Duration DEADLINE = Duration.ofMinutes(6);

  private static final int MOST_BYTES = 256 << 20;
  private static final int TRIES = 3;

  private final String base;
  private final @Nullable Secret token;
  private final HttpCaller caller;

  /**
   * A client.
   *
   * @param base such as {@code https://relay.example.com}, without a path
   * @param token null where none is needed
   */
  public ApiClient(String base, @Nullable Secret token, HttpSettings settings) {
    this.base = base.replaceAll("/+$", "");
    this.token = token;
    this.caller = new HttpCaller(settings);
  }

  /**
   * An answer.
   *
   * @param headers by lower-case name
   * @param json null node when the body is no JSON
   */
  public record Reply(int status, Map<String, String> headers, JsonNode json, String text) {
    public Reply {
      headers = Map.copyOf(headers);
    }

    public boolean isFine() {
      return status < 300;
    }
  }

  public Reply get(String path, String accept) {
    return send("GET", path, null, accept, null);
  }

  public Reply get(String path) {
    return get(path, Answer.JSON);
  }

  /** Sends a changing call, under a name of its own. */
  public Reply post(String path, JsonNode body) {
    return post(path, body, null);
  }

  /**
   * The same with a wish for how long to wait.
   *
   * @param prefer such as {@code wait=300}; null for none
   */
  public Reply post(String path, JsonNode body, @Nullable String prefer) {
    return post(path, body, prefer, Answer.JSON);
  }

  /**
   * The same with another form of the answer.
   *
   * @param accept a media type
   */
  public Reply post(String path, JsonNode body, @Nullable String prefer, String accept) {
    return send("POST", path, body.toString(), accept, prefer);
  }

  public Reply delete(String path) {
    return send("DELETE", path, null, Answer.JSON, null);
  }

  private Reply send(
      String method, String path, @Nullable String body, String accept, @Nullable String prefer) {
    HttpRequest request =
        HttpRequest.of(method, URI.create(base + path), DEADLINE)
            .withJson(body)
            .withHeader("Accept", accept)
            .withMaxBytes(MOST_BYTES);
    if (!method.equals("GET")) {
      request = request.withHeader(Operation.KEY, UUID.randomUUID().toString());
    }
    if (prefer != null) {
      request = request.withHeader("Prefer", prefer);
    }
    if (token != null) {
      request = request.withSecret("Authorization", "Bearer ", token);
    }
    String lost = "";
    for (int attempt = 0; attempt < TRIES; attempt++) {
      switch (caller.call(request)) {
        case HttpResult.Answered answered -> {
          return reply(answered);
        }
        case HttpResult.NotSent notSent ->
            throw new EnvironmentException(
                "%s cannot be reached (%s); is relayctl daemon --listen or relayctl serve running there?"
                    .formatted(base, notSent.detail()));
        case HttpResult.Lost gone -> lost = gone.detail();
      }
    }
    throw new EnvironmentException(
        "%s %s%s was sent, and its answer lost (%s); ask for the state of what it was about"
            .formatted(method, base, path, lost));
  }

  private static Reply reply(HttpResult.Answered answered) {
    String text = answered.body().text();
    JsonNode json = JsonNodeFactory.instance.nullNode();
    if (answered.header("content-type").orElse("").contains("json")) {
      try {
        json = JsonMapper.shared().readTree(text);
      } catch (JacksonException broken) {
        throw new EnvironmentException(
            "what answers there is no relayctl: it says JSON and sends none", broken);
      }
    }
    return new Reply(answered.status(), answered.headers(), json, text);
  }

  @Override
  public void close() {
    caller.close();
  }
}
