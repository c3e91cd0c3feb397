package dev.relaymanager.host.sub2api;

/**
 * Bounds how much repeating adds to a host's load: each first attempt earns half a repeat, so that
 * a host that fails a third of its calls is still served, and one that fails them all is not
 * stormed. Safe for use by many threads.
 */
final class RetryBudget {
  private static final double PER_CALL = 0.5;

  private final double most;
  private double left;

  RetryBudget(int reserve) {
    this.most = reserve;
    this.left = reserve;
  }

  synchronized void earn() {
    left = Math.min(most, left + PER_CALL);
  }

  /** Takes one repeat out, if there is one. */
  synchronized boolean spend() {
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
