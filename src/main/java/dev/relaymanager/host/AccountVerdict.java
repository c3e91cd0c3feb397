package dev.relaymanager.host;

/** What the host's own test says of an account (contract.md 5.5). */
public sealed interface AccountVerdict {
  /** The upstream answered. */
  record Passed() implements AccountVerdict {}

  /** The upstream refused or did not answer; the host's words. */
  record Failed(String reason) implements AccountVerdict {}

  /** This host cannot test such an account; says why. Something else has to decide. */
  record Inconclusive(String reason) implements AccountVerdict {}
}
