package dev.relaymanager.host;

import dev.relaymanager.model.LiveResource;

/** How one user of a bulk assignment fared; the host answers 200 even when all of them failed. */
public sealed interface Assignment {
  /**
   * The user has the subscription.
   *
   * @param created false when there was one with the same days and notes already
   */
  record Assigned(LiveResource.Subscription subscription, boolean created) implements Assignment {}

  /** The user has not, in the host's words; they may be empty. */
  record Failed(String reason) implements Assignment {}
}
