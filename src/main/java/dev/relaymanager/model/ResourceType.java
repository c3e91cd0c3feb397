package dev.relaymanager.model;

import java.util.Locale;

/** The kinds of things that the manager makes on a host, in their order in a plan. */
public enum ResourceType {
  GROUP("Group"),
  CHANNEL("Channel"),
  PLAN("Plan"),
  ACCOUNT("Account"),
  SUBSCRIPTION("Subscription"),
  /** A user that the manager keeps for its own proof of access. */
  PROBE_USER("ProbeUser"),
  /** That user's API key. */
  PROBE_KEY("ProbeKey");

  private final String label;

  ResourceType(String label) {
    this.label = label;
  }

  /** As people see it: {@code Group}. */
  public String label() {
    return label;
  }

  /** As it stands in the store and in machine output: {@code group}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The type with this {@link #id}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static ResourceType ofId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
