package dev.relaymanager.demo;

import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpRequest;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.seal.Secret;
import java.net.URI;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does over HTTP what a user does in the host's web page: logs in and makes a key. */
final class DemoUser {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private DemoUser() {}

  /** A new API key of the user, bound to a group. */
  static String makeKey(String hostUrl, String email, String password, long groupId) {
    try (HttpCaller http = new HttpCaller(HttpSettings.standard())) {
      JsonNode login =
          post(
              http,
              hostUrl + "/api/v1/auth/login",
              JSON.createObjectNode().put("email", email).put("password", password).toString(),
              null);
      try (Secret token = Secret.of(login.path("access_token").asString())) {
        JsonNode key =
            post(
                http,
                hostUrl + "/api/v1/keys",
                JSON.createObjectNode().put("name", "mine").put("group_id", groupId).toString(),
                token);
        return key.path("key").asString();
      }
    }
  }

  private static JsonNode post(
      HttpCaller http, String url, String body, @org.jspecify.annotations.Nullable Secret token) {
    HttpRequest request = HttpRequest.of("POST", URI.create(url), DEADLINE).withJson(body);
    if (token != null) {
      request = request.withSecret("Authorization", "Bearer ", token);
    }
    if (!(http.call(request) instanceof HttpResult.Answered answered) || answered.status() != 200) {
      throw new DemoFailedException("POST " + url + " did not answer 200");
    }
    return JSON.readTree(answered.body().bytes()).path("data");
  }
}
