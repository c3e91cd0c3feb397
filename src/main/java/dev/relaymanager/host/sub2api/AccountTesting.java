package dev.relaymanager.host.sub2api;

import java.util.Optional;
import org.semver4j.Semver;

/** Through what the host tests an account; changed with 0.1.130 (contract.md 5.5). */
enum AccountTesting {
  /** Through {@code /responses} alone: what has only chat completions cannot be tested. */
  THROUGH_RESPONSES(
      Optional.of(
          "hosts before "
              + AccountTesting.CHANGED
              + " cannot test an upstream that has only chat completions")),
  /** Through what the upstream has. */
  THROUGH_WHAT_IS_THERE(Optional.empty());

  private static final String CHANGED = "0.1.130";

  private final Optional<String> blindSpot;

  AccountTesting(Optional<String> blindSpot) {
    this.blindSpot = blindSpot;
  }

  static AccountTesting of(Semver version) {
    return version.isGreaterThanOrEqualTo(CHANGED) ? THROUGH_WHAT_IS_THERE : THROUGH_RESPONSES;
  }

  /** Why a failed test of an account with chat completions only says nothing; empty if it does. */
  Optional<String> blindSpot() {
    return blindSpot;
  }
}
