package dev.relaymanager.plan;

import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.model.Subscriber;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.RecordedResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who the users of an import's grants are on its host. A grant may name them by e-mail or by id;
 * what is compared, recorded and shown is the e-mail, which the host tells.
 */
final class Subscribers {
  private final LiveHost live;
  private final Map<ResourceKey, RecordedResource> recorded = new HashMap<>();

  Subscribers(LiveHost live, List<RecordedResource> recorded) {
    this.live = live;
    recorded.forEach(one -> this.recorded.put(one.key(), one));
  }

  /** The resources with the e-mails of users who are named by their ids. */
  List<DesiredResource> byEmail(List<DesiredResource> desired) {
    return desired.stream().map(this::byEmail).toList();
  }

  private DesiredResource byEmail(DesiredResource resource) {
    if (!(resource.spec() instanceof ResourceSpec.Subscription wanted)) {
      return resource;
    }
    OptionalLong id = Subscriber.id(resource.key().name());
    if (id.isEmpty()) {
      return resource;
    }
    String email =
        emailOf(id.getAsLong())
            .or(
                () ->
                    Optional.ofNullable(recorded.get(resource.key())).map(one -> one.spec().name()))
            .orElse(wanted.name());
    return new DesiredResource(
        resource.key(),
        new ResourceSpec.Subscription(email, wanted.group(), wanted.days(), wanted.expiresAt()),
        resource.place(),
        null);
  }

  private Optional<String> emailOf(long userId) {
    return live.userIds().entrySet().stream()
        .filter(user -> user.getValue() == userId)
        .map(Map.Entry::getKey)
        .filter(name -> Subscriber.id(name).isEmpty())
        .findFirst()
        .or(
            () ->
                live.all(ResourceType.SUBSCRIPTION).values().stream()
                    .filter(
                        one ->
                            one instanceof LiveResource.Subscription held
                                && held.userId() == userId)
                    .map(one -> one.spec().name())
                    .filter(name -> !name.startsWith("#")) // whose user was deleted
                    .findFirst());
  }

  /** Users who are named by e-mail and by id: one subscription cannot follow two grants. */
  List<Obstacle> namedTwice(List<DesiredResource> desired) {
    Map<String, DesiredResource> first = new HashMap<>();
    List<Obstacle> obstacles = new ArrayList<>();
    desired.stream()
        .filter(resource -> resource.key().type() == ResourceType.SUBSCRIPTION)
        .sorted(Comparator.comparing(DesiredResource::key).reversed())
        .forEach(
            resource -> {
              DesiredResource other = first.putIfAbsent(resource.spec().name(), resource);
              if (other != null) {
                obstacles.add(
                    new Obstacle(
                        "user-named-twice",
                        resource.key(),
                        resource.place(),
                        "%s is the user with %s, who is granted the same at %s"
                            .formatted(
                                Subscriber.shown(resource.key().name()),
                                Subscriber.shown(other.key().name()),
                                other.place()),
                        "keep one of the two"));
              }
            });
    return obstacles;
  }
}
