package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.GatewayAnswer.Cause;
import org.semver4j.Semver;

/** What becomes of users' keys with a deleted group; changed with 0.1.129 (contract.md 4.1). */
enum DeadGroups {
  /** They lose their group: such a key is refused like one that never had any. */
  UNBIND_KEYS(Cause.KEY_UNBOUND_OR_GROUP_DELETED),
  /** They keep it, and are refused by its name. */
  KEEP_KEYS(Cause.KEY_UNBOUND);

  private final Cause unboundKey;

  DeadGroups(Cause unboundKey) {
    this.unboundKey = unboundKey;
  }

  static DeadGroups of(Semver version) {
    return version.isGreaterThanOrEqualTo("0.1.129") ? KEEP_KEYS : UNBIND_KEYS;
  }

  /** What the gateway means when it calls a key bound to no group. */
  Cause unboundKey() {
    return unboundKey;
  }
}
