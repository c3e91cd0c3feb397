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
   * @param message the gateway's words
   * @param cause what it means on a host of this version
   */
  record Refused(int status, String code, String message, Cause cause) implements GatewayAnswer {}

  /** Why a gateway refuses. */
  enum Cause {
    KEY_UNKNOWN("the gateway does not know the key", true),
    KEY_UNUSABLE("the key or its user is switched off, expired or used up", false),
    KEY_UNBOUND("the key is bound to no group", true),
    /** Hosts before 0.1.129 unbind the keys of a group that is deleted. */
    KEY_UNBOUND_OR_GROUP_DELETED("the key is bound to no group, or its group was deleted", true),
    GROUP_GONE("the key's group was deleted or switched off", true),
    GROUP_CLOSED("the user may not use the key's group", true),
    NO_SUBSCRIPTION("the user has no subscription that is in force", true),
    NO_BALANCE("the user's balance is used up", false),
    LIMIT_REACHED("a limit of the subscription is reached", false),
    NO_ACCOUNT("no account of the group can serve now", true),
    MODEL_UNKNOWN("no account of the group maps the model", true),
    /** Hosts before 0.1.139 do not tell these apart. */
    NO_ACCOUNT_OR_MODEL(
        "no account of the group can serve, or none maps the model, or the channel does not allow"
            + " it: this version does not say which",
        true),
    /** Before the host has found out that the vendor has only chat completions. */
    PATH_UNKNOWN("the host called a path that the vendor does not have", true),
    UPSTREAM_FAILED("the vendor refused the account's key, or failed", false),
    BUSY("the gateway or the vendor asks for fewer calls", true),
    OTHER("for a reason that this program does not know", false);

    private final String meaning;
    private final boolean settling;

    Cause(String meaning, boolean settling) {
      this.meaning = meaning;
      this.settling = settling;
    }

    /** For people: {@code the user has no subscription that is in force}. */
    public String meaning() {
      return meaning;
    }

    /**
     * Whether waiting may help: caches and schedulers follow a change within seconds (contract.md
     * 8, item 14), so a refusal may outlive its cause.
     */
    public boolean settling() {
      return settling;
    }
  }
}
