package dev.relaymanager.cli;

import java.util.Locale;

/**
 * A point on the way of a process at which it is killed.
 *
 * @param number which write or request it is, from 1 in the order in which they come
 */
record KillPoint(Place place, Moment moment, int number) {
  enum Place {
    /** A request to the host. */
    REQUEST,
    /** A commit of the state database. */
    WRITE
  }

  enum Moment {
    /** It is about to be done, and never is. */
    BEFORE,
    /** It is done, and the process hears no more of that. */
    AFTER
  }

  @Override
  public String toString() {
    return "%s %s %d".formatted(moment, place, number).toLowerCase(Locale.ROOT);
  }
}
