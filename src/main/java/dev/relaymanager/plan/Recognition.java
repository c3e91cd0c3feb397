package dev.relaymanager.plan;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.RecordedResource;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether what has a recorded id on a host is still the thing that we recorded. A host that
 * was set up anew or restored counts its ids from the beginning again, and gives ours to things of
 * other people; those are never ours, and what we recorded counts as gone.
 */
final class Recognition {
  /** How far the host's clock may lie ahead of ours. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final LiveHost live;
  private final @Nullable String installation;

  /**
   * For one host.
   *
   * @param installation which manager this is; null to trust any manager's mark
   */
  Recognition(LiveHost live, @Nullable String installation) {
    this.live = live;
    this.installation = installation;
  }

  /** What stands under the recorded id, when it is what we recorded. */
  Optional<LiveResource> standing(RecordedResource recorded) {
    return live.get(recorded.key().type(), recorded.hostId())
        .filter(found -> isOurs(recorded, found));
  }

  private boolean isOurs(RecordedResource recorded, LiveResource found) {
    Marker mark = found.marker();
    if (mark != null) {
      return installation == null || mark.installation().equals(installation);
    }
    if (found.spec().name().equals(recorded.spec().name())) {
      return true;
    }
    if (found.createdAt() != null) {
      return !found.createdAt().isAfter(recorded.recordedAt().plus(CLOCK_SKEW));
    }
    return found.spec() instanceof ResourceSpec.Channel there
        && recorded.spec() instanceof ResourceSpec.Channel ours
        && !Collections.disjoint(there.groups(), ours.groups());
  }
}
