package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostFault.Kind;

/** Says what a refusal means and, where one is known, the way out. */
final class Explanation {
  private Explanation() {}

  /**
   * The message of a fault.
   *
   * @param words the host's own, cleaned
   * @param location where a redirect points
   */
  static String of(Kind kind, int status, ErrorBody body, String words, String location) {
    String said = words.isEmpty() ? "" : ": " + words;
    return switch (kind) {
      case UNAUTHORIZED ->
          "the host does not accept our credential"
              + said
              + " (a host has one admin API key, and making a new one ends the old: put the current"
              + " one into the Host document; a bearer token may have expired)";
      case FORBIDDEN ->
          body.fromHost()
              ? "the host forbids it" + said + forbidden(body.reason())
              : "something before the host forbids it (a proxy or firewall answers 403)";
      case TERMS_NOT_ACCEPTED ->
          "the host wants its terms accepted first: a person has to log in to its web console as"
              + " the first administrator, read and accept them; this program never does";
      case NOT_FOUND -> "the host has no such thing" + said;
      case CONFLICT ->
          "the host refuses it as conflicting"
              + said
              + (body.detail().isEmpty() ? "" : " (" + body.detail() + ")");
      case INVALID -> "the host refuses the request" + said;
      case RATE_LIMITED -> "the host asks for fewer requests" + said;
      case UNAVAILABLE -> "the host or a proxy before it is not available (" + status + ")" + said;
      case HOST_ERROR ->
          "the host failed ("
              + status
              + ")"
              + said
              + "; this host also says so to some invalid requests";
      case NO_SUCH_ROUTE ->
          "the host has no such route ("
              + status
              + "): an older version, a fork, or a wrong baseUrl";
      case REDIRECTED ->
          "the host answers with a redirect to "
              + location
              + ", which is not followed: set baseUrl to the final address";
      case TIMEOUT -> "the host gave the request up (" + status + ")" + said;
      case UNREACHABLE, CUT, API_DRIFT -> "unexpected answer " + status + said;
    };
  }

  private static String forbidden(String reason) {
    return reason.startsWith("STEP_UP")
        ? " (the host's step-up protection is on for this route; an admin API key cannot pass it)"
        : " (the credential must be an administrator's)";
  }
}
