package dev.relaymanager.host.sub2api;

import org.semver4j.Semver;

/** What becomes of an account's key on reads and writes; changed with 0.1.127 (contract.md 4.4). */
enum AccountSecrets {
  /** Reads show the key in clear, and a write of credentials without it loses it. */
  SHOWN(false),
  /** Reads leave the key out, and a write without it keeps it. */
  HIDDEN(true);

  private final boolean keepsUnsentKey;

  AccountSecrets(boolean keepsUnsentKey) {
    this.keepsUnsentKey = keepsUnsentKey;
  }

  static AccountSecrets of(Semver version) {
    return version.isGreaterThanOrEqualTo("0.1.127") ? HIDDEN : SHOWN;
  }

  /** Whether credentials may be written without the key. */
  boolean keepsUnsentKey() {
    return keepsUnsentKey;
  }
}
