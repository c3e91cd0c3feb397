package dev.relaymanager.model;

import java.util.Locale;

/** Whether users can really call the model, by the ways that were proven (mission, "States"). */
public enum ClosureState {
  NOT_CONFIGURED,
  SUBSCRIPTION_READY,
  SELF_SERVICE_READY,
  FULLY_READY,
  BROKEN;

  /** As in the store and in machine output: {@code subscription_ready}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state with this {@link #id}. */
  public static ClosureState ofId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
