package dev.relaymanager.host;

/**
 * What a host can do, as far as a harmless probe tells; the names are those of the mission's API.
 */
public enum Capability {
  GROUPS("groups", true),
  CHANNELS("channels", true),
  PLANS("plans", true),
  ACCOUNTS("accounts", true),
  ACCOUNT_BATCH("account_batch", true),
  ACCOUNT_BULK_UPDATE("account_bulk_update", true),
  ACCOUNT_TEST("account_test", true),
  ACCOUNT_MODELS("account_models", true),
  SUBSCRIPTIONS("subscriptions", true),
  USERS("users", true),
  /** Subscriptions for many users in one request. */
  SUBSCRIPTION_BULK("subscription_bulk", false),
  /** The list of calls: without it a proof cannot name the account that served. */
  USAGE("usage", false);

  private final String id;
  private final boolean needed;

  Capability(String id, boolean needed) {
    this.id = id;
    this.needed = needed;
  }

  /** As in machine output: {@code account_test}. */
  public String id() {
    return id;
  }

  /** Whether a host without it cannot be managed. */
  public boolean needed() {
    return needed;
  }
}
