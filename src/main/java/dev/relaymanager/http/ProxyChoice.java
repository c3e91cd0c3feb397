package dev.relaymanager.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** {@link ProxyRules} in the form that OkHttp asks for. */
final class ProxyChoice extends ProxySelector implements Authenticator {
  static final String AUTHORIZATION = "Proxy-Authorization";

  private static final int DEFAULT_PORT = 80;

  private final ProxyRules rules;
  private final Detour detour;

  ProxyChoice(ProxyRules rules, Detour detour) {
    this.rules = rules;
    this.detour = detour;
  }

  private Optional<URI> proxyFor(String scheme, String host) {
    return detour.concerns(host) ? Optional.empty() : rules.proxyFor(scheme, host);
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(
        proxyFor(uri.getScheme(), uri.getHost())
            .map(
                proxy ->
                    new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(
                            proxy.getHost(), proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort())))
            .orElse(Proxy.NO_PROXY));
  }

  /**
   * Gives name and password to a proxy that tunnels TLS; once, or it would go round for ever. For
   * plain HTTP they go along from the start ({@link #authorization}), because a request is never
   * sent twice.
   */
  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response) {
    Request asked = response.request();
    Optional<String> known = authorization(asked.url().scheme(), asked.url().host());
    return known.isEmpty() || asked.header(AUTHORIZATION) != null
        ? null
        : asked.newBuilder().header(AUTHORIZATION, known.get()).build();
  }

  /**
   * What a proxy of this connection wants to see of us; empty when there is none or it asks not.
   */
  Optional<String> authorization(String scheme, String host) {
    return proxyFor(scheme, host)
        .map(URI::getUserInfo)
        .map(userInfo -> userInfo.split(":", 2))
        .map(parts -> Credentials.basic(parts[0], parts.length < 2 ? "" : parts[1]));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The call itself reports it.
  }
}
