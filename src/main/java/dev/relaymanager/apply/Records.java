package dev.relaymanager.apply;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;

/** What is put on record of a resource that was made. */
final class Records {
  private Records() {}

  /**
   * The declared side of what was asked for, completed by what only the host can say: when a
   * subscription ends.
   */
  static ResourceSpec asMade(ResourceSpec wanted, LiveResource found) {
    if (wanted instanceof ResourceSpec.Subscription subscription
        && found instanceof LiveResource.Subscription live) {
      return new ResourceSpec.Subscription(
          subscription.name(), subscription.group(), subscription.days(), live.spec().expiresAt());
    }
    return wanted;
  }
}
