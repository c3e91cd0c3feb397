package dev.relaymanager.host.sub2api;

import org.semver4j.Semver;

/**
 * Whether a person has to accept terms before anything goes; new with 0.1.136 (contract.md 1.6).
 */
enum TermsGate {
  ABSENT,
  PRESENT;

  static final String SINCE = "0.1.136";

  static TermsGate of(Semver version) {
    return version.isGreaterThanOrEqualTo(SINCE) ? PRESENT : ABSENT;
  }
}
