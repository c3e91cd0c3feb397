package dev.relaymanager.host.sub2api;

/**
 * Bounds how much repeating adds to a host's load: each first attempt earns one repeat, so that a
 * host that fails every other call is still served, and one that fails them all gets no more than
 * twice its load once the reserve is used up. Safe for use by many threads.
 */
final class RetryBudget {
  private final int most;
  private int left;

  RetryBudget(int reserve) {
    this.most = reserve;
    this.left = reserve;
  }

  synchronized void earn() {
    left = Math.min(most, left + 1);
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
