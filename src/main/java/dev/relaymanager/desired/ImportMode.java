package dev.relaymanager.desired;

/** What a key that does not work means for its import. */
public enum ImportMode {
  /** All or nothing: the batch is rolled back. */
  STRICT,
  /** The keys that work stay; the others are named. */
  PARTIAL
}
