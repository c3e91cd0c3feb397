package dev.relaymanager.plan;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.observed.RecordedResource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what stands on a host where something new is wanted: a thing that carries our mark, or one
 * of the same name.
 */
final class Candidates {
  private final LiveHost live;
  private final String installation;
  private final Recorded recorded;
  private final Map<ResourceType, Set<Long>> recordedIds = new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Map<String, LiveResource>> byName =
      new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Map<Marker, LiveResource>> byMark =
      new EnumMap<>(ResourceType.class);

  /**
   * What stands where something new is wanted.
   *
   * @param ours whether it carries our mark for just this resource
   * @param adoptable whether it may be taken over: not when another import of ours has it
   */
  record Candidate(LiveResource live, boolean ours, boolean adoptable) {}

  Candidates(LiveHost live, Recorded recorded, String installation) {
    this.live = live;
    this.installation = installation;
    this.recorded = recorded;
  }

  Optional<Candidate> find(ResourceKey key, ResourceSpec wanted) {
    Marker mark = new Marker(installation, key.importName(), key.name());
    @Nullable LiveResource marked = marks(key.type()).get(mark);
    if (marked != null && !isRecorded(marked)) {
      return Optional.of(new Candidate(marked, true, true));
    }
    @Nullable LiveResource named = names(key.type()).get(identity(wanted));
    if (named == null) {
      return Optional.empty();
    }
    return Optional.of(new Candidate(named, isGrantOf(key, named), !isRecorded(named)));
  }

  /** A subscription's mark stays for good, though its user may be named otherwise by now. */
  private boolean isGrantOf(ResourceKey key, LiveResource named) {
    Marker mark = named.marker();
    return named instanceof LiveResource.Subscription
        && mark != null
        && mark.installation().equals(installation)
        && mark.importName().equals(key.importName())
        && !isRecorded(named);
  }

  /** What people see of it: name and, for a subscription, whose. */
  static String called(LiveResource found) {
    return found.spec().name();
  }

  /** Looked for only where something new is wanted, which is seldom. */
  private boolean isRecorded(LiveResource found) {
    return recordedIds
        .computeIfAbsent(
            found.spec().type(),
            type -> {
              Set<Long> ids = new HashSet<>();
              for (RecordedResource resource : recorded.resources().values()) {
                if (resource.key().type() == type && resource.key().host().equals(live.host())) {
                  ids.add(resource.hostId());
                }
              }
              return ids;
            })
        .contains(found.id());
  }

  private Map<String, LiveResource> names(ResourceType type) {
    return byName.computeIfAbsent(
        type,
        wanted -> {
          Map<String, LiveResource> index = new HashMap<>();
          for (LiveResource resource : live.all(wanted).values()) {
            index.putIfAbsent(identity(resource.spec()), resource);
          }
          return index;
        });
  }

  private Map<Marker, LiveResource> marks(ResourceType type) {
    return byMark.computeIfAbsent(
        type,
        wanted -> {
          Map<Marker, LiveResource> index = new HashMap<>();
          for (LiveResource resource : live.all(wanted).values()) {
            Marker mark = resource.marker();
            if (mark != null) {
              index.putIfAbsent(mark, resource);
            }
          }
          return index;
        });
  }

  /** What a person would call "the same": plans and subscriptions are told apart by their group. */
  private static String identity(ResourceSpec spec) {
    return switch (spec) {
      case ResourceSpec.Group group -> group.name();
      case ResourceSpec.Channel channel -> channel.name();
      case ResourceSpec.Account account -> account.name();
      case ResourceSpec.Plan plan -> inGroup(plan.group(), plan.name());
      case ResourceSpec.Subscription subscription ->
          inGroup(subscription.group(), subscription.name());
      case ResourceSpec.ProbeUser user -> user.name();
      case ResourceSpec.ProbeKey key -> inGroup(key.user(), key.name());
    };
  }

  private static String inGroup(Reference group, String name) {
    return group + " " + name;
  }
}
