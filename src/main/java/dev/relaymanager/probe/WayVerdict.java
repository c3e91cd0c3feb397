package dev.relaymanager.probe;

import java.util.Locale;

/** What is known of a way of access, or what a call says of it. */
public enum WayVerdict {
  /** Seen to work. */
  PROVEN,
  /** Seen not to work. */
  REFUSED,
  /** Not seen either way; nothing is claimed. */
  UNCHECKED;

  /** As in the store and in machine output: {@code proven}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The verdict with this {@link #id}. */
  public static WayVerdict ofId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
