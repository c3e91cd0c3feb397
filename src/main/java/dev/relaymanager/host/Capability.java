package dev.relaymanager.host;

/** What a host must be able to do; the names are those of the mission's API. */
public enum Capability {
  GROUPS("groups"),
  CHANNELS("channels"),
  PLANS("plans"),
  ACCOUNTS("accounts"),
  ACCOUNT_BATCH("account_batch"),
  ACCOUNT_TEST("account_test"),
  ACCOUNT_MODELS("account_models"),
  SUBSCRIPTIONS("subscriptions"),
  USERS("users");

  private final String id;

  Capability(String id) {
    this.id = id;
  }

  /** As in machine output: {@code account_test}. */
  public String id() {
    return id;
  }
}
