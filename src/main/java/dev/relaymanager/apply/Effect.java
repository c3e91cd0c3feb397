package dev.relaymanager.apply;

import dev.relaymanager.model.ResourceSpec;

/** What became of an {@link Intent}. An intent without one is open: nobody knows yet. */
public sealed interface Effect {
  /**
   * The resource stands on the host and is recorded so.
   *
   * @param hostId the host's id
   * @param spec as read back
   */
  record Stands(long hostId, ResourceSpec spec) implements Effect {}

  /** The resource is gone from the host, or let go of; its record goes too. */
  record Removed() implements Effect {}

  /** The host was not changed. */
  record NotDone(String reason) implements Effect {}
}
