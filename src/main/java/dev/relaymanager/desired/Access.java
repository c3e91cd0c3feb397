package dev.relaymanager.desired;

import java.util.Locale;

/** How users get at an import's models. */
public enum Access {
  /** Grants assign them a subscription. */
  SUBSCRIPTION,
  /** They help themselves: buy a plan, or bind a key to an open group. */
  SELF_SERVICE;

  /** As in documents and in machine output: {@code self-service}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The way with this {@link #word}. */
  public static Access ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
