package dev.relaymanager.http;

import dev.relaymanager.seal.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request. It never shows its query, header values or body, which may hold secrets.
 *
 * @param headers sent as they are
 * @param secretHeaders sent with the secret's characters behind the prefix
 * @param json the body; null for none
 * @param deadline for the whole call: name lookup, connection, request and the answer's last byte
 * @param maxBytes the longest answer that is read, after decompression
 */
public record HttpRequest(
    String method,
    URI uri,
    Map<String, String> headers,
    Map<String, SecretHeader> secretHeaders,
    @Nullable String json,
    Duration deadline,
    int maxBytes) {
  private static final int DEFAULT_MAX_BYTES = 4 << 20;

  /** A header whose value is a secret, such as {@code Bearer} and a token. */
  public record SecretHeader(String prefix, Secret secret) {}

  public HttpRequest {
    headers = Map.copyOf(headers);
    secretHeaders = Map.copyOf(secretHeaders);
  }

  /** A request with no body. */
  public static HttpRequest of(String method, URI uri, Duration deadline) {
    return new HttpRequest(method, uri, Map.of(), Map.of(), null, deadline, DEFAULT_MAX_BYTES);
  }

  public HttpRequest withJson(@Nullable String body) {
    return new HttpRequest(method, uri, headers, secretHeaders, body, deadline, maxBytes);
  }

  public HttpRequest withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpRequest(method, uri, more, secretHeaders, json, deadline, maxBytes);
  }

  /** Adds a secret header. */
  public HttpRequest withSecret(String name, String prefix, Secret secret) {
    Map<String, SecretHeader> more = new LinkedHashMap<>(secretHeaders);
    more.put(name, new SecretHeader(prefix, secret));
    return new HttpRequest(method, uri, headers, more, json, deadline, maxBytes);
  }

  /** The same with another deadline. */
  public HttpRequest within(Duration limit) {
    return new HttpRequest(method, uri, headers, secretHeaders, json, limit, maxBytes);
  }

  public HttpRequest withMaxBytes(int most) {
    return new HttpRequest(method, uri, headers, secretHeaders, json, deadline, most);
  }

  @Override
  public String toString() {
    return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
  }
}
