package dev.relaymanager.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do; each may also do what those before it may. */
public enum Role {
  /** Needs no token: nothing is told that is not public. */
  ANYONE,
  /** Look at what is on record. */
  READ,
  /** Have hosts read. */
  PLAN,
  /** Change what stands on hosts. */
  APPLY,
  /** Connect hosts, install packs, read the audit log. */
  ADMIN;

  /** Whether a caller with this role may do what needs another. */
  boolean reaches(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** As people write it: {@code apply}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that {@link #id}; empty when there is none. */
  public static Optional<Role> ofId(String id) {
    return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
  }
}
