package dev.relaymanager.apply;

import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import java.util.List;
import java.util.Map;

/** Replaces our names of resources by the host's ids, once these are known. */
final class References {
  private References() {}

  /** The host's id behind a reference that was resolved. */
  static long idOf(Reference reference) {
    return switch (reference) {
      case Reference.Id id -> id.id();
      case Reference.To to -> throw new IllegalStateException("not resolved: " + to.key());
    };
  }

  /**
   * The spec with host ids in place of names.
   *
   * @param ids of what stands by now
   * @throws IllegalStateException when it refers to something that does not stand
   */
  static ResourceSpec resolve(ResourceSpec spec, Map<ResourceKey, Long> ids) {
    return switch (spec) {
      case ResourceSpec.Group group -> group;
      case ResourceSpec.Channel channel -> channel.inGroup(resolve(only(channel.groups()), ids));
      case ResourceSpec.Plan plan -> plan.inGroup(resolve(plan.group(), ids));
      case ResourceSpec.Account account -> account.inGroup(resolve(only(account.groups()), ids));
      case ResourceSpec.Subscription subscription ->
          subscription.inGroup(resolve(subscription.group(), ids));
      case ResourceSpec.ProbeUser user -> user;
      case ResourceSpec.ProbeKey key ->
          key.of(resolve(key.user(), ids)).inGroup(resolve(key.group(), ids));
    };
  }

  private static Reference only(List<Reference> references) {
    if (references.size() != 1) {
      throw new IllegalStateException("a desired resource has one group, not " + references);
    }
    return references.getFirst();
  }

  private static Reference resolve(Reference reference, Map<ResourceKey, Long> ids) {
    return switch (reference) {
      case Reference.Id id -> id;
      case Reference.To to -> {
        Long id = ids.get(to.key());
        if (id == null) {
          throw new IllegalStateException(to.key() + " does not stand yet");
        }
        yield new Reference.Id(id);
      }
    };
  }
}
