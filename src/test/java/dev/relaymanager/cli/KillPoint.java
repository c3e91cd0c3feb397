package dev.relaymanager.cli;

import java.util.Locale;

/**
 * A point on the way of a process at which it is killed.
 *
 * @param number which write or request it is, from 1 in the order in which they come
 */
record KillPoint(Place place, Moment moment, int number) {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

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

  /**
   * One of all points that a command line came by: those for numbers in a row lie apart and meet
   * each part of the way alike.
   */
  static KillPoint spread(int number, Doomed undisturbed) {
    int requests = undisturbed.met(Place.REQUEST);
    int writes = undisturbed.met(Place.WRITE);
    double way = number * GOLDEN % 1;
    int at = (int) (way * Moment.values().length * (requests + writes));
    Moment moment = Moment.values()[at % 2];
    int one = at / 2;
    return one < requests
        ? new KillPoint(Place.REQUEST, moment, one + 1)
        : new KillPoint(Place.WRITE, moment, one - requests + 1);
  }

  @Override
  public String toString() {
    return "%s %s %d".formatted(moment, place, number).toLowerCase(Locale.ROOT);
  }
}
