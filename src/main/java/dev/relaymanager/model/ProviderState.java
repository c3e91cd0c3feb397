package dev.relaymanager.model;

import java.util.Locale;

/** The state of a provider on a host (mission, "States"; design 6). */
public enum ProviderState {
  /** Declared, and nothing checked yet. */
  DISCOVERED,
  /** Structure, checksums, version range and the host's capabilities hold. */
  VALIDATED,
  /** Its metadata is stored; its resources do not stand yet. */
  INSTALLED,
  /** All resources stand, an account works, a way of access is proven. */
  ACTIVE,
  /** Resources stand; a smoke test, a model or a way of access fails in part. */
  DEGRADED,
  /** A resource is gone or was changed on the host. */
  DRIFTED,
  /** A key step of install, import, rollback or reconcile failed. */
  FAILED,
  /** Switched off on purpose; not reconciled. */
  DISABLED;

  /** As in the store and in machine output: {@code active}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state with this {@link #id}. */
  public static ProviderState ofId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
