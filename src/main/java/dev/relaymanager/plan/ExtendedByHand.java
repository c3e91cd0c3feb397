package dev.relaymanager.plan;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.Value;
import org.jspecify.annotations.Nullable;

/** A subscription that ends later on its host than it should: somebody has to decide. */
final class ExtendedByHand {
  private ExtendedByHand() {}

  /**
   * Whoever extended it by hand, or paid for more, is not asked by a commit.
   *
   * @param due as it should be
   * @param why what would take the days away
   */
  static Obstacle obstacle(
      ResourceKey key, @Nullable Place place, ResourceSpec due, LiveResource standing, String why) {
    return new Obstacle(
        "extended-by-hand",
        key,
        place,
        "the subscription of %s (#%d) ends on %s on the host where %s is due, and %s"
            .formatted(standing.spec().name(), standing.id(), end(standing.spec()), end(due), why),
        "declare the grant with the host's end, or set the end or revoke it on the host; deletion:"
            + " orphan leaves what is declared no more to the user");
  }

  private static String end(ResourceSpec spec) {
    Value end = spec.fields().get("expires");
    return end == null ? "no day" : end.show();
  }
}
