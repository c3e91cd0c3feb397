package dev.relaymanager.certify;

import java.util.Locale;

/** What a claim is about; in the order in which they are tried. */
public enum Area {
  HOST,
  GROUPS,
  CHANNELS,
  PLANS,
  ACCOUNTS,
  SUBSCRIPTIONS,
  GATEWAY,
  REMOVAL;

  /** As shown: {@code groups}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
