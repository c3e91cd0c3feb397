package dev.relaymanager.probe;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;

/** Keeps what probes found; safe for use by many threads. */
public interface ProbeLog {
  /** What was tried. */
  enum Kind {
    HOST_TEST,
    MODELS,
    SMOKE,
    GATEWAY;

    /** As in the store: {@code host_test}. */
    public String id() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Records one result.
   *
   * @param verdict {@code passed}, {@code failed}, {@code inconclusive}, or a key verdict
   * @param detail evidence, for people; no secret
   */
  void record(ResourceKey resource, Kind kind, String verdict, String detail);

  /**
   * Records what all of a trial together says of a key.
   *
   * @param account which holds the key, or is to get it
   */
  void keyTried(ResourceKey account, Fingerprint key, KeyVerdict verdict);
}
