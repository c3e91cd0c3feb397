package dev.relaymanager.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How connections are made.
 *
 * @param caPem authorities trusted in addition to the system's, PEM; null for none
 * @param connectTo where to connect to in place of what a URL says
 * @param proxies which connections go through a proxy
 */
public record HttpSettings(@Nullable String caPem, List<ConnectTo> connectTo, ProxyRules proxies) {
  public HttpSettings {
    connectTo = List.copyOf(connectTo);
  }

  /** The system's authorities, addresses as URLs say, proxies as the environment says. */
  public static HttpSettings standard() {
    return new HttpSettings(null, List.of(), ProxyRules.of(System.getenv()));
  }

  public HttpSettings withCa(@Nullable String pem) {
    return new HttpSettings(pem, connectTo, proxies);
  }

  public HttpSettings withConnectTo(List<ConnectTo> mappings) {
    return new HttpSettings(caPem, mappings, proxies);
  }
}
