package dev.relaymanager.plan;

import dev.relaymanager.desired.Deletion;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.RecordedResource;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of the resources of one import that are recorded and declared no more. */
final class Removals {
  private final String why;
  private final Deletion deletion;
  private final Matches matches;
  private final Recognition recognition;
  private final LiveHost live;
  private final Instant now;

  /**
   * Removals of one import.
   *
   * @param desired null when the whole import is declared no more
   * @param deletion what its document says of them, or said last
   */
  Removals(
      @Nullable DesiredImport desired,
      Deletion deletion,
      Matches matches,
      Recognition recognition,
      LiveHost live,
      Instant now) {
    this.why = desired == null ? "its import is declared no more" : "declared no more";
    this.deletion = deletion;
    this.matches = matches;
    this.recognition = recognition;
    this.live = live;
    this.now = now;
  }

  void plan(List<Change> changes, List<Obstacle> obstacles) {
    List<RecordedResource> surplus =
        matches.surplus().stream()
            .sorted(Comparator.comparing(RecordedResource::key, DeletionOrder.BY_KEY))
            .toList();
    for (RecordedResource resource : surplus) {
      if (matches.isWanted(resource.key().type(), resource.hostId())) {
        changes.add(forget(resource, "goes by another name now"));
        continue;
      }
      Optional<LiveResource> standing = recognition.standing(resource);
      if (standing.isEmpty()) {
        changes.add(forget(resource, why + "; gone from the host already"));
        continue;
      }
      switch (deletionOf(resource)) {
        case PRUNE -> {
          if (SubscriptionTerm.isExtendedAndRuns(resource.spec(), standing.get(), now)) {
            obstacles.add(
                ExtendedByHand.obstacle(
                    resource.key(), null, resource.spec(), standing.get(), why));
          } else {
            changes.add(
                new Change.Delete(
                    resource.key(),
                    resource.hostId(),
                    Hidden.filled(standing.get().spec(), resource.spec()),
                    Impacts.ofDeleting(standing.get(), surplus, live),
                    why));
          }
        }
        case ORPHAN -> changes.add(forget(resource, why + "; deletion: orphan"));
        case PROTECT ->
            obstacles.add(
                new Obstacle(
                    "protected",
                    resource.key(),
                    null,
                    resource.spec().name() + " is declared no more, but deletion: protect holds",
                    "declare it again, or say deletion: prune or orphan"));
      }
    }
  }

  /** What only serves our proofs is of no use to anybody else, whatever is left to people. */
  private Deletion deletionOf(RecordedResource resource) {
    return resource.key().servesProof() ? Deletion.PRUNE : deletion;
  }

  private static Change.Forget forget(RecordedResource resource, String why) {
    return new Change.Forget(resource.key(), resource.hostId(), resource.spec(), why);
  }
}
