package dev.relaymanager.http;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which connections go through an HTTP proxy: as {@code https_proxy}, {@code http_proxy} and {@code
 * no_proxy} say, in either case of letters, lower first. Loopback never does, and neither does a
 * mapped connection ({@link ConnectTo}). Java's own proxy properties and the desktop's settings
 * count for nothing: a control plane must not take another way than its environment says.
 */
public final class ProxyRules {
  private final @Nullable URI forHttps;
  private final @Nullable URI forHttp;
  private final List<String> direct;

  private ProxyRules(@Nullable URI forHttps, @Nullable URI forHttp, List<String> direct) {
    this.forHttps = forHttps;
    this.forHttp = forHttp;
    this.direct = direct;
  }

  /** No proxy for anything. */
  public static ProxyRules none() {
    return new ProxyRules(null, null, List.of());
  }

  /**
   * Reads an environment.
   *
   * @throws InvalidInputException when a variable holds no URL of an HTTP proxy
   */
  public static ProxyRules of(Map<String, String> environment) {
    String exempt = variable(environment, "no_proxy");
    return new ProxyRules(
        proxy(environment, "https_proxy"),
        proxy(environment, "http_proxy"),
        Arrays.stream(exempt.split(","))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  private static String variable(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name, "");
    return lower.isBlank()
        ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip()
        : lower.strip();
  }

  private static @Nullable URI proxy(Map<String, String> environment, String name) {
    String value = variable(environment, name);
    if (value.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(value.contains("://") ? value : "http://" + value);
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException notAUrl) {
      // Said below, without the value: it may hold a password.
    }
    throw new InvalidInputException(
        Problem.of(
            "bad-proxy",
            "the environment variable " + name + " holds no URL of an HTTP proxy",
            "write http://[user:password@]host:port, or unset it"));
  }

  /** The proxy for a connection; empty when it is made directly. */
  Optional<URI> proxyFor(String scheme, String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (isLoopback(name) || direct.stream().anyMatch(entry -> exempts(entry, name))) {
      return Optional.empty();
    }
    return Optional.ofNullable(scheme.equals("https") ? forHttps : forHttp);
  }

  private static boolean isLoopback(String name) {
    return name.equals("localhost")
        || name.startsWith("127.")
        || name.equals("::1")
        || name.equals("[::1]");
  }

  private static boolean exempts(String entry, String name) {
    if (entry.equals("*")) {
      return true;
    }
    String bare = entry.startsWith(".") ? entry.substring(1) : entry;
    return name.equals(bare) || name.endsWith("." + bare);
  }
}
