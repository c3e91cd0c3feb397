package dev.relaymanager.desired;

/** What is done with a resource that is declared no more. */
public enum Deletion {
  /** It is deleted from the host. */
  PRUNE,
  /** It is left on the host and forgotten. */
  ORPHAN,
  /** It must be declared again; nothing is applied until then. */
  PROTECT
}
