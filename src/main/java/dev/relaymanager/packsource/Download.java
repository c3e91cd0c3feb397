package dev.relaymanager.packsource;

import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpRequest;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.http.HttpResult.Answered;
import dev.relaymanager.http.HttpResult.Lost;
import dev.relaymanager.http.HttpResult.NotSent;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.PackLoader;
import java.net.URI;
import java.time.Duration;

/** One file over HTTPS, without credentials, so that a forge may send on to where it keeps it. */
final class Download {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final int MAX_HOPS = 5;
  private static final int OK = 200;

  private final HttpCaller http;
  private final URI start;

  Download(HttpCaller http, URI start) {
    this.http = http;
    this.start = start;
  }

  /**
   * The file.
   *
   * @throws EnvironmentException when it does not come
   * @throws InvalidInputException when it is larger than a pack may be
   */
  byte[] bytes() {
    URI at = start;
    for (int hop = 0; hop <= MAX_HOPS; hop++) {
      Answered answered = ask(at);
      if (answered.status() == OK) {
        return answered.body().bytes();
      }
      String next = answered.header("location").orElse("");
      if (answered.status() / 100 != 3 || next.isEmpty()) {
        throw new EnvironmentException(
            "%s answered %d in place of a zip; check the address"
                .formatted(shown(at), answered.status()));
      }
      at = follow(at, next);
    }
    throw new EnvironmentException(
        "%s sends on more than %d times; give the address of the zip itself"
            .formatted(start, MAX_HOPS));
  }

  private Answered ask(URI at) {
    HttpRequest request =
        HttpRequest.of("GET", at, DEADLINE).withMaxBytes(PackLoader.MAX_ZIP_BYTES);
    HttpResult result = http.call(request);
    return switch (result) {
      case Answered answered -> answered;
      case NotSent notSent ->
          throw new EnvironmentException(
              "cannot reach %s: %s; check the address, the network and the certificate"
                  .formatted(shown(at), notSent.detail()));
      case Lost lost when lost.loss() == Lost.Loss.TOO_LARGE ->
          throw new InvalidInputException(
              Problem.of(
                  "pack-too-large",
                  start + " is larger than " + PackLoader.MAX_ZIP_BYTES + " bytes",
                  "a pack has some kilobytes; check the address"));
      case Lost lost ->
          throw new EnvironmentException(
              "%s did not send the whole zip: %s; try again".formatted(shown(at), lost.detail()));
    };
  }

  private URI follow(URI from, String location) {
    URI next;
    try {
      next = from.resolve(location);
    } catch (IllegalArgumentException noUri) {
      throw new EnvironmentException(
          shown(from) + " sends on to what is no address; give the address of the zip itself",
          noUri);
    }
    if (!"https".equals(next.getScheme()) || next.getHost() == null) {
      throw new EnvironmentException(
          "%s sends on to %s, which is not https; give another address"
              .formatted(shown(from), shown(next)));
    }
    return next;
  }

  /** Without its query: forges sign the address of a file there. */
  private static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
  }
}
