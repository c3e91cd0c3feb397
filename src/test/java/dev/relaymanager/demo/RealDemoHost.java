package dev.relaymanager.demo;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpRequest;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.seal.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running sub2api, named by variables; docs/testing-against-a-real-host.md describes them. What
 * is made here, a user or a key's binding, is taken back on close.
 */
@NullMarked
final class RealDemoHost implements DemoHost {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, String> environment;
  private final String url;
  private final Secret adminKey;
  private final String user;
  private final String password = "Live-" + random();
  private final HttpCaller http = new HttpCaller(HttpSettings.standard());
  private final Deque<Runnable> undo = new ArrayDeque<>();

  RealDemoHost(Map<String, String> environment, String run) {
    this.environment = environment;
    this.url = wanted("RELAY_TEST_HOST_URL").replaceFirst("/+$", "");
    this.adminKey = Secret.of(wanted("RELAY_TEST_HOST_ADMIN_KEY"));
    this.user =
        environment.containsKey("RELAY_TEST_USER_KEY")
            ? wanted("RELAY_TEST_USER_EMAIL")
            : makeUser(run + "@example.com");
  }

  private String wanted(String variable) {
    String value = environment.get(variable);
    if (value == null || value.isBlank()) {
      throw new AssertionError(variable + " is wanted: docs/testing-against-a-real-host.md");
    }
    return value;
  }

  private String makeUser(String email) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("email", email)
            .put("password", password)
            .put("username", email.substring(0, email.indexOf('@')))
            .put("concurrency", 5);
    long id = admin("POST", "/api/v1/admin/users", body).path("id").asLong();
    undo.push(() -> admin("DELETE", "/api/v1/admin/users/" + id, null));
    return email;
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public String adminKey() {
    return wanted("RELAY_TEST_HOST_ADMIN_KEY");
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public List<String> upstreamKeys() {
    return List.of(
        environment.getOrDefault("RELAY_TEST_VENDOR_KEY", "sk-good-live-" + random()),
        environment.getOrDefault("RELAY_TEST_VENDOR_KEY_2", "sk-good-live-" + random()));
  }

  @Override
  public @Nullable String vendorCaPem() {
    String file = environment.get("RELAY_CA_FILE");
    try {
      return file == null || file.isEmpty() ? null : Files.readString(Path.of(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public List<ConnectTo> vendorDetour() {
    String detours = environment.getOrDefault("RELAY_CONNECT_TO", "");
    return Arrays.stream(detours.split(",", -1))
        .filter(one -> !one.isBlank())
        .map(ConnectTo::parse)
        .toList();
  }

  /** The given key, bound to the group for the time of the test; or a new one of the new user. */
  @Override
  public String userKey(HostAdapter host, long groupId) {
    String given = environment.get("RELAY_TEST_USER_KEY");
    if (given == null) {
      return DemoHost.makeKey(host, user, password, groupId);
    }
    JsonNode users =
        admin(
            "GET",
            "/api/v1/admin/users?page_size=1000&search="
                + URLEncoder.encode(user, StandardCharsets.UTF_8),
            null);
    for (JsonNode one : users.path("items")) {
      long id = one.path("id").asLong();
      JsonNode keys = admin("GET", "/api/v1/admin/users/" + id + "/api-keys?page_size=1000", null);
      for (JsonNode key : keys.path("items")) {
        if (key.path("key").asString().equals(given)) {
          bind(key.path("id").asLong(), groupId, key.path("group_id").asLong(0));
          return given;
        }
      }
    }
    throw new AssertionError("RELAY_TEST_USER_KEY is no key of " + user);
  }

  private void bind(long key, long group, long before) {
    String path = "/api/v1/admin/api-keys/" + key;
    admin("PUT", path, JSON.createObjectNode().put("group_id", group));
    undo.push(() -> admin("PUT", path, JSON.createObjectNode().put("group_id", before)));
  }

  @Override
  public void deleteAccount(long id) {
    admin("DELETE", "/api/v1/admin/accounts/" + id, null);
  }

  @Override
  public void forgetRequests() {}

  @Override
  public OptionalLong changingRequests() {
    return OptionalLong.empty();
  }

  private JsonNode admin(String method, String path, @Nullable ObjectNode body) {
    HttpResult result =
        http.call(
            HttpRequest.of(method, URI.create(url + path), Duration.ofSeconds(20))
                .withJson(body == null ? null : body.toString())
                .withSecret("x-api-key", "", adminKey));
    if (result instanceof HttpResult.Answered answered && answered.status() == 200) {
      return JSON.readTree(answered.body().text()).path("data");
    }
    throw new AssertionError(method + " " + path + " came to " + result);
  }

  @Override
  public void close() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
    http.close();
    adminKey.close();
  }

  private static String random() {
    byte[] bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
