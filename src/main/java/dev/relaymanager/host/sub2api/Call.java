package dev.relaymanager.host.sub2api;

import dev.relaymanager.seal.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One request of the adapter.
 *
 * @param operation what it is for, in words: {@code create group}
 * @param route with {@code :id} where the path has an id
 * @param path with its query
 * @param body null for none
 * @param deadline of one attempt
 * @param idempotencyKey null when the route knows none
 * @param secrets in the request, so that the host's words about it can be cleared of them
 * @param upstream whether a vendor takes part: its time and its failures say nothing of the host
 */
record Call(
    String operation,
    String method,
    String route,
    String path,
    @Nullable JsonNode body,
    Repeat repeat,
    Duration deadline,
    @Nullable String idempotencyKey,
    List<Secret> secrets,
    boolean upstream) {
  static final Duration DEADLINE = Duration.ofSeconds(30);
  static final Duration LONG_DEADLINE = Duration.ofSeconds(60);

  static Call read(String operation, String route) {
    return new Call(
        operation, "GET", route, route, null, Repeat.READ, DEADLINE, null, List.of(), false);
  }

  static Call send(String operation, String method, String route, @Nullable JsonNode body) {
    Repeat repeat = method.equals("POST") ? Repeat.ONCE : Repeat.ABSOLUTE;
    return new Call(
        operation, method, route, route, body, repeat, DEADLINE, null, List.of(), false);
  }

  /** Fills {@code :id} in. */
  Call of(long id) {
    return withPath(path.replace(":id", Long.toString(id)));
  }

  /** Adds {@code name=value} to the query. */
  Call with(String name, Object value) {
    String encoded = URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
    return withPath(path + (path.contains("?") ? "&" : "?") + name + "=" + encoded);
  }

  private Call withPath(String other) {
    return new Call(
        operation, method, route, other, body, repeat, deadline, idempotencyKey, secrets, upstream);
  }

  Call within(Duration limit) {
    return new Call(
        operation, method, route, path, body, repeat, limit, idempotencyKey, secrets, upstream);
  }

  Call repeatable(Repeat how) {
    return new Call(
        operation, method, route, path, body, how, deadline, idempotencyKey, secrets, upstream);
  }

  Call keyed(String key) {
    return new Call(
        operation, method, route, path, body, Repeat.KEYED, deadline, key, secrets, upstream);
  }

  Call hiding(List<Secret> more) {
    return new Call(
        operation, method, route, path, body, repeat, deadline, idempotencyKey, more, upstream);
  }

  Call throughVendor() {
    return new Call(
        operation, method, route, path, body, repeat, deadline, idempotencyKey, secrets, true);
  }

  /** {@code create group (POST /api/v1/admin/groups)}; never the query or an id. */
  @Override
  public String toString() {
    return operation + " (" + method + " " + route + ")";
  }
}
