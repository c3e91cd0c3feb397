package dev.relaymanager.host;

import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpRequest;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.http.HttpResult.Answered;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.seal.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes users and their keys on a host for a test, as people would: the manager itself never does
 * (contract.md 4.7).
 */
public final class UserMaker implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PASSWORD = "ContractPass123";

  private final URI baseUrl;
  private final Secret adminKey;
  private final HttpCaller caller =
      new HttpCaller(new HttpSettings(null, List.of(), ProxyRules.none()));

  public UserMaker(URI baseUrl, Secret adminKey) {
    this.baseUrl = baseUrl;
    this.adminKey = adminKey;
  }

  /** A user; gives the id. */
  public long user(String email) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("email", email)
            .put("password", PASSWORD)
            .put("username", email.substring(0, email.indexOf('@')))
            .put("concurrency", 5);
    return data(admin("POST", "/api/v1/admin/users", body)).path("id").asLong();
  }

  /** A key of a user made here, bound to a group that is open to the user. */
  public Secret key(String email, long groupId) {
    ObjectNode login = JSON.createObjectNode().put("email", email).put("password", PASSWORD);
    String token =
        data(request("POST", "/api/v1/auth/login", login)).path("access_token").stringValue();
    ObjectNode body = JSON.createObjectNode().put("name", "contract").put("group_id", groupId);
    return Secret.of(
        data(request("POST", "/api/v1/keys", body)
                .withSecret("Authorization", "Bearer ", Secret.of(token)))
            .path("key")
            .stringValue());
  }

  public void delete(long userId) {
    caller.call(admin("DELETE", "/api/v1/admin/users/" + userId, null));
  }

  private HttpRequest admin(String method, String path, ObjectNode body) {
    return request(method, path, body).withSecret("x-api-key", "", adminKey);
  }

  private HttpRequest request(String method, String path, ObjectNode body) {
    return HttpRequest.of(method, URI.create(baseUrl + path), Duration.ofSeconds(20))
        .withJson(body == null ? null : body.toString());
  }

  private JsonNode data(HttpRequest request) {
    HttpResult result = caller.call(request);
    if (result instanceof Answered answered && answered.status() == 200) {
      return JSON.readTree(answered.body().text()).path("data");
    }
    throw new AssertionError(request + " came to " + result);
  }

  @Override
  public void close() {
    caller.close();
  }
}
