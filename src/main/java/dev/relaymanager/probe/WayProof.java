package dev.relaymanager.probe;

import dev.relaymanager.desired.Access;

/**
 * What is known of one declared way of access.
 *
 * @param why what was seen, or why nothing could be; for people
 */
public record WayProof(Access way, WayVerdict verdict, String why) {
  /** {@code self-service refused: no plan of the group is for sale}. */
  @Override
  public String toString() {
    return way.word() + " " + verdict.id() + ": " + why;
  }
}
