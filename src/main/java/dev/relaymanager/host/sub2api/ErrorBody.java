package dev.relaymanager.host.sub2api;

import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The body of a failure, in any of the shapes that hosts and gateways use (contract.md 2.1, 6).
 *
 * @param reason the stable word for it: {@code reason} of the envelope, {@code code} of the
 *     middleware, {@code error} or its {@code type} elsewhere; may be empty
 * @param words for people; may be empty
 * @param detail why two things conflict, where the host says it; may be empty
 * @param shape which of the shapes it has
 */
record ErrorBody(String reason, String words, String detail, Shape shape) {
  /** Whose words these are. */
  enum Shape {
    /** The admin API's envelope, with a whole number {@code code}: nobody else's. */
    ENVELOPE,
    /** The middleware's, the gateway's, or the ad-hoc one; others write so as well. */
    LOOSE,
    /** None of them: a proxy's page, an unknown route. */
    FOREIGN
  }

  private static final ErrorBody NONE = new ErrorBody("", "", "", Shape.FOREIGN);
  private static final Set<String> UNFINISHED =
      Set.of("IDEMPOTENCY_IN_PROGRESS", "IDEMPOTENCY_RETRY_BACKOFF");

  static ErrorBody of(String text) {
    JsonNode root;
    try {
      root = Json.parse(text);
    } catch (JacksonException noJson) {
      return NONE;
    }
    if (!root.isObject()) {
      return NONE;
    }
    String message = root.path("message").asString("");
    JsonNode code = root.path("code");
    if (code.isIntegralNumber()) {
      return new ErrorBody(
          root.path("reason").asString(""),
          message,
          root.path("metadata").path("conflict_reason").asString(""),
          Shape.ENVELOPE);
    }
    if (code.isString()) {
      return new ErrorBody(code.stringValue(), message, "", Shape.LOOSE);
    }
    JsonNode error = root.path("error");
    if (error.isString()) {
      return new ErrorBody(error.stringValue(), message, "", Shape.LOOSE);
    }
    return error.isObject()
        ? new ErrorBody(
            error.path("type").asString(""), error.path("message").asString(""), "", Shape.LOOSE)
        : NONE;
  }

  /** Whether the host's admin API itself answered: nothing less proves that a thing is absent. */
  boolean inEnvelope() {
    return shape == Shape.ENVELOPE;
  }

  /** Whether it may be the host's or its gateway's. */
  boolean fromHost() {
    return shape != Shape.FOREIGN;
  }

  /** Whether an earlier try under the same idempotency key is running or has just failed. */
  boolean earlierTryUnfinished() {
    return UNFINISHED.contains(reason);
  }
}
