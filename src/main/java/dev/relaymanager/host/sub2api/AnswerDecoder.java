package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.sub2api.Decoded.Failed;
import dev.relaymanager.host.sub2api.Decoded.Got;
import dev.relaymanager.http.HttpResult;
import dev.relaymanager.http.HttpResult.Answered;
import dev.relaymanager.http.HttpResult.Lost;
import dev.relaymanager.http.HttpResult.NotSent;
import dev.relaymanager.seal.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;

/** Understands an answer, or says exactly why not (contract.md 2.1). */
final class AnswerDecoder {
  private static final int REDIRECTS = 300;
  private static final int ERRORS = 400;

  private final Secret credential;
  private final InstantSource clock;

  AnswerDecoder(Secret credential, InstantSource clock) {
    this.credential = credential;
    this.clock = clock;
  }

  /** The {@code data} of an answer in the envelope. */
  Decoded<Wire> decode(Call call, HttpResult result) {
    return switch (result) {
      case NotSent notSent -> unanswered(call, notSent);
      case Lost lost -> unanswered(call, lost);
      case Answered answered when answered.status() >= REDIRECTS -> failed(call, answered);
      case Answered answered -> data(call, answered);
    };
  }

  private Decoded<Wire> data(Call call, Answered answered) {
    JsonNode root;
    try {
      root = Json.parseAnswer(answered.body().stream());
    } catch (JacksonException noJson) {
      return truncated(noJson, answered)
          ? failed(call, Kind.CUT, answered.status(), "the answer breaks off in the middle", false)
          : failed(
              call,
              Kind.API_DRIFT,
              answered.status(),
              "expected JSON, found " + looks(answered),
              false);
    }
    JsonNode code = root.get("code");
    if (code == null || !code.isIntegralNumber()) {
      String found = root.isObject() ? "an object without a whole number code" : looks(answered);
      return failed(
          call, Kind.API_DRIFT, answered.status(), "expected the envelope, found " + found, false);
    }
    if (code.longValue() != 0) {
      return failed(
          call,
          Kind.API_DRIFT,
          answered.status(),
          "code: expected 0 in an answer " + answered.status() + ", found another",
          false);
    }
    return new Got<>(new Wire(root.path("data"), "data"));
  }

  private static boolean truncated(JacksonException noJson, Answered answered) {
    String text = answered.body().text().strip();
    return noJson instanceof UnexpectedEndOfInputException
        || (text.startsWith("{") && !text.endsWith("}"));
  }

  /** A call that has no answer. */
  <T> Failed<T> unanswered(Call call, NotSent notSent) {
    String message =
        switch (notSent.obstacle()) {
          case NAME -> "the host's name has no address (" + notSent.detail() + "): check baseUrl";
          case CONNECT -> "no connection, nothing was sent (" + notSent.detail() + ")";
          case TLS ->
              "no secure connection, nothing was sent ("
                  + notSent.detail()
                  + "): for a private authority give its certificate under tls.ca";
          case INTERRUPTED -> "stopped before anything was sent";
        };
    return failed(call, Kind.UNREACHABLE, 0, message, true);
  }

  /** A call whose answer was lost. */
  <T> Failed<T> unanswered(Call call, Lost lost) {
    return switch (lost.loss()) {
      case TIMEOUT ->
          failed(
              call,
              Kind.TIMEOUT,
              lost.status(),
              "no whole answer within " + call.deadline().toSeconds() + " s",
              false);
      case CUT ->
          failed(
              call,
              Kind.CUT,
              lost.status(),
              "the connection broke before the answer was whole (" + lost.detail() + ")",
              false);
      case TOO_LARGE ->
          failed(
              call,
              Kind.API_DRIFT,
              lost.status(),
              "the answer has no end: " + lost.detail(),
              false);
      case INTERRUPTED ->
          failed(call, Kind.CUT, lost.status(), "stopped while waiting for the answer", false);
    };
  }

  /** An answer that is no success. */
  <T> Failed<T> failed(Call call, Answered answered) {
    int status = answered.status();
    ErrorBody body = ErrorBody.of(answered.body().text());
    Kind kind = kind(status, body);
    List<Secret> secrets = Stream.concat(Stream.of(credential), call.secrets().stream()).toList();
    String words = HostWords.clean(body.words(), secrets);
    // Meant to be a stable word, but a host may put there what it likes.
    String reason = HostWords.clean(body.reason(), secrets);
    String message = Explanation.of(kind, status, body, words, location(answered));
    @Nullable Duration wait =
        answered
            .header("retry-after")
            .map(header -> RetryAfter.parse(header, clock.instant()))
            .orElse(null);
    return new Failed<>(
        new HostFault(kind, call.toString(), status, reason, message, wait), certain(kind, body));
  }

  private static Kind kind(int status, ErrorBody body) {
    if (status < ERRORS) {
      return Kind.REDIRECTED;
    }
    return switch (status) {
      case 401 -> Kind.UNAUTHORIZED;
      case 403 -> Kind.FORBIDDEN;
      case 404 -> body.inEnvelope() ? Kind.NOT_FOUND : Kind.NO_SUCH_ROUTE;
      case 405 -> Kind.NO_SUCH_ROUTE;
      case 408 -> Kind.TIMEOUT;
      case 409 -> Kind.CONFLICT;
      case 423 -> Kind.TERMS_NOT_ACCEPTED;
      case 429 -> Kind.RATE_LIMITED;
      case 502, 503, 504 -> Kind.UNAVAILABLE;
      default -> status < 500 ? Kind.INVALID : Kind.HOST_ERROR;
    };
  }

  /** A 4xx of this host is given before it does anything; a 5xx may come after. */
  private static boolean certain(Kind kind, ErrorBody body) {
    return switch (kind) {
      case UNREACHABLE,
          UNAUTHORIZED,
          FORBIDDEN,
          TERMS_NOT_ACCEPTED,
          NOT_FOUND,
          INVALID,
          RATE_LIMITED,
          NO_SUCH_ROUTE,
          REDIRECTED ->
          true;
      case CONFLICT -> !body.earlierTryUnfinished();
      case TIMEOUT, CUT, UNAVAILABLE, HOST_ERROR, API_DRIFT -> false;
    };
  }

  /** Where a redirect points, without what may be secret in it. */
  private static String location(Answered answered) {
    try {
      URI target = URI.create(answered.header("location").orElse(""));
      return target.getHost() == null
          ? "a path of its own"
          : target.getScheme() + "://" + target.getAuthority();
    } catch (IllegalArgumentException noUrl) {
      return "no URL";
    }
  }

  private static String looks(Answered answered) {
    String text = answered.body().text().strip();
    if (text.isEmpty()) {
      return "nothing";
    }
    return text.startsWith("<") ? "an HTML page" : "something else";
  }

  private static <T> Failed<T> failed(
      Call call, Kind kind, int status, String message, boolean certain) {
    return new Failed<>(new HostFault(kind, call.toString(), status, "", message, null), certain);
  }
}
