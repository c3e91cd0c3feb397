package dev.relaymanager.seal;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is sent: scheme, host and port of a URL, written one way only, so that equal
 * origins are equal texts.
 *
 * @param text {@code https://api.deepseek.com}, {@code http://127.0.0.1:8080}
 */
public record Origin(String text) implements Comparable<Origin> {
  public Origin {
    if (!text.equals(normal(text))) {
      throw new IllegalArgumentException("not an origin in its normal form: " + text);
    }
  }

  /**
   * The origin of a URL; path and query are left out.
   *
   * @throws InvalidInputException when it is no http or https URL with a host
   */
  public static Origin of(String url) {
    String normal = normal(url);
    if (normal == null) {
      throw new InvalidInputException(
          Problem.of(
              "bad-origin",
              "the address has no origin that a key could be bound to",
              "give an http or https URL with a host, such as https://sub2api.example.com"));
    }
    return new Origin(normal);
  }

  private static @Nullable String normal(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException notAnAddress) {
      return null;
    }
    String host = uri.getHost();
    if (uri.getScheme() == null || host == null || uri.getRawUserInfo() != null) {
      return null;
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return null;
    }
    int usual = scheme.equals("https") ? 443 : 80;
    String port = uri.getPort() == -1 || uri.getPort() == usual ? "" : ":" + uri.getPort();
    return scheme + "://" + host.toLowerCase(Locale.ROOT) + port;
  }

  @Override
  public int compareTo(Origin other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
