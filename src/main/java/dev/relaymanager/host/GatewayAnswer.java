package dev.relaymanager.host;

/** What a user's call through the gateway got (contract.md 6). */
public sealed interface GatewayAnswer {
  /**
   * The model answered.
   *
   * @param model as the answer names it
   * @param text the beginning of what it said
   */
  record Answered(String model, String text) implements GatewayAnswer {}

  /**
   * The gateway refused.
   *
   * @param status HTTP status
   * @param code the gateway's code or error type ({@code SUBSCRIPTION_NOT_FOUND}); may be empty
   * @param settling whether waiting may help: caches and schedulers follow a change within seconds
   *     (contract.md 8, item 14)
   */
  record Refused(int status, String code, String message, boolean settling)
      implements GatewayAnswer {}
}
