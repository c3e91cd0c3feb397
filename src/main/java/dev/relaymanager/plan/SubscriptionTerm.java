package dev.relaymanager.plan;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Works out when a subscription shall end, from what is declared and what was assigned. */
final class SubscriptionTerm {
  private SubscriptionTerm() {}

  /**
   * When it shall end; null when its days count from an assignment that has not happened yet.
   *
   * @param recorded as it was assigned; null when it was not
   * @param standing as it is on the host; null when it is not there
   */
  static @Nullable Instant end(
      ResourceSpec.Subscription wanted,
      @Nullable ResourceSpec recorded,
      @Nullable LiveResource standing) {
    if (wanted.days() == null
        || !(recorded instanceof ResourceSpec.Subscription assigned)
        || assigned.expiresAt() == null) {
      return wanted.expiresAt();
    }
    if (assigned.days() != null) {
      return assigned.expiresAt().plus(Duration.ofDays(wanted.days() - assigned.days()));
    }
    // It had a last day until now, and gets a number of days instead.
    return standing instanceof LiveResource.Subscription live
        ? live.startsAt().plus(Duration.ofDays(wanted.days()))
        : assigned.expiresAt();
  }

  /**
   * Whether Git asks for an end in the past of a subscription that still runs, as opposed to one
   * that ended in its own time.
   */
  static boolean isCutShort(
      Instant end, Instant now, ResourceSpec recorded, @Nullable LiveResource standing) {
    return standing instanceof LiveResource.Subscription live
        && live.spec().expiresAt() != null
        && live.spec().expiresAt().isAfter(now)
        && day(live.spec().expiresAt()).isAfter(day(end))
        && recorded instanceof ResourceSpec.Subscription assigned
        && assigned.expiresAt() != null
        && day(assigned.expiresAt()).isAfter(day(end));
  }

  /**
   * Whether it ends later on the host than we recorded: somebody extended it by hand, or a payment
   * did. What people were given or paid for is never taken back by itself.
   */
  static boolean isExtended(ResourceSpec recorded, LiveResource standing) {
    return standing instanceof LiveResource.Subscription live
        && live.spec().expiresAt() != null
        && recorded instanceof ResourceSpec.Subscription assigned
        && assigned.expiresAt() != null
        && day(live.spec().expiresAt()).isAfter(day(assigned.expiresAt()));
  }

  /** The same, of one that still runs. */
  static boolean isExtendedAndRuns(ResourceSpec recorded, LiveResource standing, Instant now) {
    return isExtended(recorded, standing)
        && standing instanceof LiveResource.Subscription live
        && live.spec().expiresAt() != null
        && live.spec().expiresAt().isAfter(now);
  }

  static LocalDate day(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
