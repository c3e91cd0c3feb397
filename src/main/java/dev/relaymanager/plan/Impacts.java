package dev.relaymanager.plan;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ProbeEmail;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.RecordedResource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts on the host whom a deletion touches. */
final class Impacts {
  private Impacts() {}

  /**
   * Counts.
   *
   * @param alsoDeleted what the same plan deletes by itself, and so is not counted for the group
   */
  static Impact ofDeleting(
      LiveResource resource, List<RecordedResource> alsoDeleted, LiveHost live) {
    return switch (resource) {
      case LiveResource.Group group -> ofGroup(group, alsoDeleted, live);
      case LiveResource.Subscription subscription ->
          ProbeEmail.isOne(subscription.spec().name()) ? Impact.NONE : new Impact(1, 0, 0);
      case LiveResource.Channel ignored -> Impact.NONE;
      case LiveResource.Plan ignored -> Impact.NONE;
      case LiveResource.Account ignored -> Impact.NONE;
      case LiveResource.ProbeUser ignored -> Impact.NONE;
      case LiveResource.ProbeKey ignored -> Impact.NONE;
    };
  }

  private static Impact ofGroup(
      LiveResource.Group group, List<RecordedResource> alsoDeleted, LiveHost live) {
    Set<Long> subscriptionsDeleted = new HashSet<>();
    Set<Long> accountsDeleted = new HashSet<>();
    for (RecordedResource other : alsoDeleted) {
      if (other.key().type() == ResourceType.SUBSCRIPTION) {
        subscriptionsDeleted.add(other.hostId());
      } else if (other.key().type() == ResourceType.ACCOUNT) {
        accountsDeleted.add(other.hostId());
      }
    }
    Reference self = new Reference.Id(group.id());
    long subscriptions =
        live.all(ResourceType.SUBSCRIPTION).values().stream()
            .filter(other -> !subscriptionsDeleted.contains(other.id()))
            .filter(
                other ->
                    other.spec() instanceof ResourceSpec.Subscription spec
                        && spec.group().equals(self))
            .count();
    long accounts =
        live.all(ResourceType.ACCOUNT).values().stream()
            .filter(other -> !accountsDeleted.contains(other.id()))
            .filter(
                other ->
                    other.spec() instanceof ResourceSpec.Account spec
                        && spec.groups().contains(self))
            .count();
    Long keys = live.keysInGroup().get(group.id());
    if (keys == null) {
      throw new IllegalStateException(
          "the user keys of group " + group.id() + " on " + live.host() + " were not counted");
    }
    long ownKeys =
        alsoDeleted.stream()
            .filter(other -> other.key().type() == ResourceType.PROBE_KEY)
            .flatMap(other -> live.get(ResourceType.PROBE_KEY, other.hostId()).stream())
            .filter(
                other ->
                    other.spec() instanceof ResourceSpec.ProbeKey spec && spec.group().equals(self))
            .count();
    return new Impact(subscriptions, keys - ownKeys, accounts);
  }
}
