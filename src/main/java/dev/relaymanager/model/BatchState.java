package dev.relaymanager.model;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The state of a batch, and which state may follow (mission, "States"). */
public enum BatchState {
  PENDING,
  PREVIEWED,
  RUNNING,
  SUCCEEDED,
  PARTIALLY_SUCCEEDED,
  FAILED,
  ROLLBACK_RUNNING,
  ROLLED_BACK;

  /** States that may come after this one. A rollback on demand starts from any that ended. */
  public Set<BatchState> next() {
    return switch (this) {
      case PENDING -> EnumSet.of(PREVIEWED, FAILED);
      case PREVIEWED -> EnumSet.of(RUNNING, FAILED);
      case RUNNING -> EnumSet.of(SUCCEEDED, PARTIALLY_SUCCEEDED, FAILED);
      case SUCCEEDED, PARTIALLY_SUCCEEDED, FAILED -> EnumSet.of(ROLLBACK_RUNNING);
      case ROLLBACK_RUNNING -> EnumSet.of(ROLLED_BACK, FAILED);
      case ROLLED_BACK -> EnumSet.noneOf(BatchState.class);
    };
  }

  /** As in the store and in machine output: {@code partially_succeeded}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state with this {@link #id}. */
  public static BatchState ofId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
