package dev.relaymanager.api;

import dev.relaymanager.seal.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Looks at who calls, and from where: a web page that somebody of the team has open must not be
 * able to call the API behind their back, neither by its own name nor by one that was made to point
 * here.
 */
final class Gate {
  private static final String BEARER = "bearer ";
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Tokens tokens;
  private final boolean trustsThisMachine;
  private final Set<String> names;
  private final @Nullable Secret own;

  /**
   * A gate.
   *
   * @param own a token of the process that serves, which nobody else has and which is kept nowhere;
   *     null for none
   */
  Gate(Tokens tokens, ApiOptions options, @Nullable Secret own) {
    this.tokens = tokens;
    this.own = own;
    this.trustsThisMachine = options.isLocal();
    this.names = new TreeSet<>(options.names());
    names.addAll(LOCAL);
    names.add(options.address().contains(":") ? "[" + options.address() + "]" : options.address());
  }

  /** Refuses a call that is meant for another server. */
  void checkAddressed(Request request) {
    String host = Request.getServerName(request).toLowerCase(Locale.ROOT);
    if (!names.contains(host) && !names.contains("[" + host + "]")) {
      throw ApiException.at(
          421,
          "wrong-host",
          "/Host",
          "this server does not go by the name in the Host header",
          "call it by its address, or start it with --name NAME");
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !isOurs(origin, request)) {
      throw ApiException.at(
          403,
          "foreign-origin",
          "/Origin",
          "the call comes from a web page of another origin",
          "call from a program, or from a page of this server");
    }
  }

  private static boolean isOurs(String origin, Request request) {
    try {
      URI uri = URI.create(origin);
      int port = uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
      return Request.getServerName(request).equalsIgnoreCase(uri.getHost())
          && Request.getServerPort(request) == port;
    } catch (IllegalArgumentException noUri) {
      return false;
    }
  }

  /** The caller, when the role reaches. */
  Caller admit(Request request, Role needed) {
    Caller caller = caller(request.getHeaders().get(HttpHeader.AUTHORIZATION));
    if (caller.role().reaches(needed)) {
      return caller;
    }
    if (caller.role() == Role.ANYONE) {
      throw ApiException.at(
          401,
          "unauthorized",
          "/Authorization",
          "no token was sent, or one that is not known",
          "send Authorization: Bearer TOKEN; relayctl token create makes one");
    }
    throw ApiException.at(
        403,
        "forbidden",
        "/Authorization",
        "this needs the role %s; the token %s has %s"
            .formatted(needed.id(), caller.name(), caller.role().id()),
        "use another token");
  }

  private Caller caller(@Nullable String authorization) {
    if (authorization == null) {
      return own == null && trustsThisMachine && tokens.none() ? Caller.LOCAL : Caller.NOBODY;
    }
    return Optional.of(authorization)
        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(BEARER))
        .flatMap(header -> callerOf(header.substring(BEARER.length()).strip()))
        .orElse(Caller.NOBODY);
  }

  private Optional<Caller> callerOf(String token) {
    try (Secret sent = Secret.of(token)) {
      return own != null && own.equals(sent) ? Optional.of(Caller.LOCAL) : tokens.callerOf(token);
    }
  }
}
