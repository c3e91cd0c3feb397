package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.GatewayAnswer.Cause;

/** What the refusals of a gateway mean (contract.md 6.1, 6.2). */
final class GatewayRefusals {
  private GatewayRefusals() {}

  /**
   * The cause of a refusal.
   *
   * @param code the gateway's code, or the type of its error
   */
  static Cause cause(int status, String code, Dialect dialect) {
    return switch (code) {
      case "INVALID_API_KEY" -> Cause.KEY_UNKNOWN;
      case "API_KEY_DISABLED",
          "API_KEY_EXPIRED",
          "API_KEY_QUOTA_EXHAUSTED",
          "USER_NOT_FOUND",
          "USER_INACTIVE" ->
          Cause.KEY_UNUSABLE;
      case "permission_error" -> dialect.deadGroups().unboundKey();
      case "GROUP_DELETED", "GROUP_DISABLED" -> Cause.GROUP_GONE;
      case "GROUP_NOT_ALLOWED" -> Cause.GROUP_CLOSED;
      case "SUBSCRIPTION_NOT_FOUND", "SUBSCRIPTION_INVALID" -> Cause.NO_SUBSCRIPTION;
      case "INSUFFICIENT_BALANCE", "billing_error" -> Cause.NO_BALANCE;
      case "USAGE_LIMIT_EXCEEDED" -> Cause.LIMIT_REACHED;
      case "model_not_found" -> Cause.MODEL_UNKNOWN;
      case "upstream_error" -> Cause.UPSTREAM_FAILED;
      case "rate_limit_error", "rate_limit_exceeded" -> Cause.BUSY;
      default ->
          switch (status) {
            case 404 -> Cause.PATH_UNKNOWN;
            case 503 -> dialect.unknownModels().unavailable();
            default -> Cause.OTHER;
          };
    };
  }
}
