package dev.relaymanager.sim;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The host's way to its vendors; only the fake vendor can be reached. Thread-safe. */
final class Upstream {
  private final SimulatedVendor vendor;
  private final Habits habits;
  private final Set<String> hosts;
  private final Set<String> addresses;

  /**
   * A way to the vendor.
   *
   * @param hosts names that the vendor answers to; none means any name that is not loopback
   * @param addresses more places that it answers at, as {@code host:port}
   */
  Upstream(SimulatedVendor vendor, Habits habits, Set<String> hosts, Set<String> addresses) {
    this.vendor = vendor;
    this.habits = habits;
    this.hosts = hosts;
    this.addresses = addresses;
  }

  /** What came back from an upstream. */
  sealed interface Answer {
    record Answered(int status, String contentType, String text, String retryAfter)
        implements Answer {
      boolean fine() {
        return status >= 200 && status < 300;
      }
    }

    record Unreachable(String why) implements Answer {}
  }

  /** Posts to {@code path} under an account's base URL. */
  Answer post(String baseUrl, String key, String path, ObjectNode body) {
    String url = habits.upstreamUrl(baseUrl, path);
    URI address;
    try {
      address = new URI(url);
    } catch (URISyntaxException malformed) {
      return new Answer.Unreachable("the base URL is malformed");
    }
    if (!reaches(address)) {
      return new Answer.Unreachable(url + " refuses the connection");
    }
    Reply reply =
        vendor.answer("POST", address.getHost(), address.getPath(), key, Json.bytes(body), false);
    return new Answer.Answered(
        reply.status(),
        reply.contentType(),
        new String(reply.bytes(), StandardCharsets.UTF_8),
        reply.headers().getOrDefault("Retry-After", ""));
  }

  /** Whether a base URL can be used at all, which the host checks before it calls. */
  static boolean usable(String baseUrl) {
    try {
      URI address = new URI(baseUrl.strip());
      return address.getHost() != null && Set.of("http", "https").contains(address.getScheme());
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private boolean reaches(URI address) {
    String host = address.getHost();
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    if (addresses.contains(name + ":" + address.getPort())) {
      return true;
    }
    boolean loopback = name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]");
    if (loopback) {
      return vendor.port() != 0 && address.getPort() == vendor.port();
    }
    return hosts.isEmpty() ? "https".equals(address.getScheme()) : hosts.contains(name);
  }
}
