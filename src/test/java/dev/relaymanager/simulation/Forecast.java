package dev.relaymanager.simulation;

import java.util.SortedSet;
import java.util.TreeSet;

/** What a plan of one import has to show, once all that can be done is done. */
final class Forecast {
  /** What a person has to decide, as {@code code address}; then nothing of the import is done. */
  final SortedSet<String> obstacles = new TreeSet<>();

  /** What differs on the host and is left so, as {@code address field,field} or with gone. */
  final SortedSet<String> drift = new TreeSet<>();

  /** Addresses of what stays to be done, because it cannot be. */
  final SortedSet<String> pending = new TreeSet<>();

  /** Whether a dead key makes it fail, so that all is taken back. */
  boolean fails;

  static Forecast failing() {
    Forecast forecast = new Forecast();
    forecast.fails = true;
    return forecast;
  }

  boolean isEmpty() {
    return obstacles.isEmpty() && drift.isEmpty() && pending.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Forecast forecast
        && forecast.obstacles.equals(obstacles)
        && forecast.drift.equals(drift)
        && forecast.pending.equals(pending);
  }

  @Override
  public int hashCode() {
    return obstacles.hashCode() + drift.hashCode() + pending.hashCode();
  }

  @Override
  public String toString() {
    return "obstacles " + obstacles + ", drift " + drift + ", pending " + pending;
  }
}
