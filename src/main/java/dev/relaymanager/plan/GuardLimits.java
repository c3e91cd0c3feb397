package dev.relaymanager.plan;

import java.util.List;

/**
 * What one apply may do at most without somebody saying so.
 *
 * @param maxDeletes most deletions
 * @param maxDeletePercent most deletions as a share of what is recorded; looked at from the third
 *     deletion on, because in a small installation every single one is a large share
 * @param maxPeople most people who lose access
 * @param minAccountsLeft fewest accounts in service that a group which stays must keep
 * @param protectedNames keys ({@code prod/Group/deepseek}, or without the host) or types ({@code
 *     Group}) that are never deleted
 */
public record GuardLimits(
    int maxDeletes,
    int maxDeletePercent,
    int maxPeople,
    int minAccountsLeft,
    List<String> protectedNames) {
  /** What holds where {@code policy.yaml} says nothing. */
  public static final GuardLimits DEFAULT = new GuardLimits(5, 20, 10, 1, List.of());

  public GuardLimits {
    protectedNames = List.copyOf(protectedNames);
  }
}
