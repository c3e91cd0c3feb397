package dev.relaymanager.desired;

/** How users get at an import's models. */
public enum Access {
  /** Grants assign them a subscription. */
  SUBSCRIPTION,
  /** They help themselves: buy a plan, or bind a key to an open group. */
  SELF_SERVICE
}
