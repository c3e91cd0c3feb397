package dev.relaymanager.model;

import java.util.OptionalLong;

/** Whom a grant names: a user by e-mail, or by the host's id in digits. */
public final class Subscriber {
  private Subscriber() {}

  /** The host's id, where a user is named by it. */
  public static OptionalLong id(String user) {
    return user.chars().allMatch(digit -> digit >= '0' && digit <= '9')
        ? OptionalLong.of(Long.parseLong(user))
        : OptionalLong.empty();
  }

  /** For people: {@code the e-mail alice@example.com}, {@code the id 17}. */
  public static String shown(String user) {
    return (id(user).isPresent() ? "the id " : "the e-mail ") + user;
  }
}
