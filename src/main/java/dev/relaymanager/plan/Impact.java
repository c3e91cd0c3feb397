package dev.relaymanager.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Whom a deletion touches, counted on the host.
 *
 * @param subscriptions that end
 * @param userKeys that lose their group
 * @param accounts that lose their group
 */
public record Impact(long subscriptions, long userKeys, long accounts) {
  /** Nobody. */
  public static final Impact NONE = new Impact(0, 0, 0);

  /** People who lose access: a user with a subscription and a bound key counts once or twice. */
  public long people() {
    return Math.max(subscriptions, userKeys);
  }

  /** {@code ends 37 subscriptions, unbinds 52 user keys}; empty when it touches nobody. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (subscriptions > 0) {
      parts.add("ends " + counted(subscriptions, "subscription"));
    }
    if (userKeys > 0) {
      parts.add("unbinds " + counted(userKeys, "user key"));
    }
    if (accounts > 0) {
      parts.add("leaves " + counted(accounts, "account") + " without it");
    }
    return String.join(", ", parts);
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
