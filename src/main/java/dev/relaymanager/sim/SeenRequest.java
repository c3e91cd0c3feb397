package dev.relaymanager.sim;

import java.util.regex.Pattern;

/**
 * A request as the simulated host remembers it; nothing secret is in it.
 *
 * @param number from 1, in the order of arrival
 * @param path with its query, in which what looks like a key is masked
 * @param template the route with {@code :names} for what varies; the path for an unknown route
 * @param status what was answered; 0 while it runs, and where the connection was cut
 * @param idempotencyKey empty where none was sent
 * @param changes whether the route is meant to change what the host keeps
 */
public record SeenRequest(
    long number,
    String method,
    String path,
    String template,
    int status,
    String idempotencyKey,
    boolean changes) {
  private static final Pattern KEY = Pattern.compile("\\b(sk|admin|sim)[-.][A-Za-z0-9_.-]+");

  static String masked(String path) {
    return KEY.matcher(path).replaceAll("$1-…");
  }

  SeenRequest answered(int answer) {
    return new SeenRequest(number, method, path, template, answer, idempotencyKey, changes);
  }
}
