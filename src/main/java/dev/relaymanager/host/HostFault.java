package dev.relaymanager.host;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a call to a host did not succeed.
 *
 * @param kind what to make of it
 * @param call the operation and its route, such as {@code create group (POST
 *     /api/v1/admin/groups)}; never a query value or body
 * @param status the HTTP status; 0 when there was no answer
 * @param reason the host's stable reason or code ({@code GROUP_EXISTS}); empty when it gave none
 * @param message for people: what happened and, where one is known, the way out; no secret
 * @param retryAfter how long the host asked to wait; null when it did not
 */
public record HostFault(
    Kind kind,
    String call,
    int status,
    String reason,
    String message,
    @Nullable Duration retryAfter) {

  /** What a fault means for whoever called. */
  public enum Kind {
    /** No connection: nothing was sent. */
    UNREACHABLE,
    /** The deadline passed after the request had begun. */
    TIMEOUT,
    /** The connection broke after the request had begun. */
    CUT,
    /** 401: the credential is wrong or missing. */
    UNAUTHORIZED,
    /** 403. */
    FORBIDDEN,
    /** 423: a person has to accept the host's terms first (contract.md 1.6). */
    TERMS_NOT_ACCEPTED,
    /** 404 in the host's envelope: no such resource. */
    NOT_FOUND,
    /** 409: the name is taken, or the state is another. */
    CONFLICT,
    /** The host refused the request's content; also where it dresses that as 500. */
    INVALID,
    /** 429. */
    RATE_LIMITED,
    /** 502, 503, 504, or our own circuit is open for this host. */
    UNAVAILABLE,
    /** 500 without a known meaning. */
    HOST_ERROR,
    /** The answer has a shape that this version of the manager does not know. */
    API_DRIFT,
    /** The route does not exist on this host. */
    NO_SUCH_ROUTE,
    /** The host answered with a redirect, which is never followed. */
    REDIRECTED
  }

  @Override
  public String toString() {
    String text = call + ": " + message;
    return reason.isEmpty() ? text : text + " [" + reason + "]";
  }
}
