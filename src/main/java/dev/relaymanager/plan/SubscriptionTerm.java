package dev.relaymanager.plan;

import dev.relaymanager.model.ResourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out when a subscription shall end, from what is declared and what was assigned. */
final class SubscriptionTerm {
  private SubscriptionTerm() {}

  /**
   * The subscription with its end where that is known.
   *
   * @param notes takes a line when the subscription has ended and is left alone
   * @return empty when it has ended: an ended grant is neither renewed nor reported
   */
  static Optional<ResourceSpec> resolve(
      ResourceSpec.Subscription wanted,
      Optional<ResourceSpec> recorded,
      Instant now,
      List<String> notes) {
    @Nullable Instant end = wanted.expiresAt();
    if (recorded.isPresent()
        && recorded.get() instanceof ResourceSpec.Subscription assigned
        && assigned.expiresAt() != null
        && wanted.days() != null) {
      int moved = assigned.days() == null ? 0 : wanted.days() - assigned.days();
      end = assigned.expiresAt().plus(Duration.ofDays(moved));
    }
    if (end != null && !end.isAfter(now)) {
      notes.add(
          "the grant of "
              + wanted.name()
              + " ended on "
              + end.atZone(ZoneOffset.UTC).toLocalDate()
              + "; extend it in its document to renew it");
      return Optional.empty();
    }
    return Optional.of(
        new ResourceSpec.Subscription(wanted.name(), wanted.group(), wanted.days(), end));
  }
}
