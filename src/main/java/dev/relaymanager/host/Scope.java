package dev.relaymanager.host;

/** How much of a list is wanted. */
public sealed interface Scope {
  /** All on the host. */
  record All() implements Scope {}

  /** Those of one group. */
  record InGroup(long groupId) implements Scope {}
}
