package dev.relaymanager.simulation;

/** What {@code spec.deletion} may say. */
enum Removal {
  PRUNE,
  ORPHAN,
  PROTECT
}
