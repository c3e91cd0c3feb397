package dev.relaymanager.plan;

import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.RecordedResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which recorded resource each desired one is. First by key; then, among the accounts left over, by
 * the upstream key's fingerprint, so that a key that moves to another entry or a list that is
 * re-ordered is no delete-and-create; among the subscriptions, by the user, who may be named by
 * e-mail or by id; and, after a rename of the import, by type and name.
 *
 * <p>A move that stopped half-way leaves two records of one thing: the one that matched holds.
 */
final class Matches {
  private final Map<ResourceKey, RecordedResource> matched = new HashMap<>();
  private final Set<Thing> wanted = new HashSet<>();
  private final List<RecordedResource> surplus;

  /** A thing on the host. */
  private record Thing(ResourceType type, long hostId) {}

  private Matches(List<DesiredResource> desired, List<RecordedResource> recorded) {
    Map<ResourceKey, RecordedResource> byKey = new HashMap<>();
    recorded.forEach(resource -> byKey.put(resource.key(), resource));
    List<DesiredResource> unmatched = new ArrayList<>();
    for (DesiredResource resource : desired) {
      RecordedResource same = byKey.remove(resource.key());
      if (same == null) {
        unmatched.add(resource);
      } else {
        matched.put(resource.key(), same);
      }
    }
    unmatched.sort(Comparator.comparing(DesiredResource::key));
    match(unmatched, byKey, Matches::holdsTheKeyOf);
    match(unmatched, byKey, Matches::isOfTheSameUser);
    match(unmatched, byKey, Matches::isNamesakeOf);
    matched.values().forEach(one -> wanted.add(new Thing(one.key().type(), one.hostId())));
    surplus = List.copyOf(byKey.values());
  }

  static Matches of(List<DesiredResource> desired, List<RecordedResource> recorded) {
    return new Matches(desired, recorded);
  }

  Optional<RecordedResource> recordedFor(ResourceKey key) {
    return Optional.ofNullable(matched.get(key));
  }

  /** Whether a desired resource is the thing with this id on the host. */
  boolean isWanted(ResourceType type, long hostId) {
    return wanted.contains(new Thing(type, hostId));
  }

  /** What is recorded and wanted no more, in no order. */
  List<RecordedResource> surplus() {
    return surplus;
  }

  /** Whether a desired resource that goes by another key is a recorded one. */
  private interface Likeness {
    boolean holds(DesiredResource desired, RecordedResource recorded);
  }

  private void match(
      List<DesiredResource> unmatched, Map<ResourceKey, RecordedResource> left, Likeness likeness) {
    for (DesiredResource resource : List.copyOf(unmatched)) {
      Predicate<RecordedResource> alike = other -> likeness.holds(resource, other);
      left.values().stream()
          .filter(other -> other.key().type() == resource.key().type())
          .filter(alike)
          .min(Comparator.comparing(RecordedResource::key))
          .ifPresent(
              moved -> {
                left.remove(moved.key());
                matched.put(resource.key(), moved);
                unmatched.remove(resource);
              });
    }
  }

  private static boolean holdsTheKeyOf(DesiredResource desired, RecordedResource recorded) {
    Fingerprint wanted = fingerprint(desired.spec());
    return wanted != null && wanted.equals(fingerprint(recorded.spec()));
  }

  private static boolean isOfTheSameUser(DesiredResource desired, RecordedResource recorded) {
    return desired.spec() instanceof ResourceSpec.Subscription wanted
        && recorded.spec() instanceof ResourceSpec.Subscription held
        && wanted.name().equals(held.name());
  }

  private static boolean isNamesakeOf(DesiredResource desired, RecordedResource recorded) {
    // A probe user's e-mail has the import's name in it, so another import has another one.
    return desired.key().type() != ResourceType.PROBE_USER
        && desired.key().type() != ResourceType.PROBE_KEY
        && recorded.key().name().equals(desired.key().name())
        && !recorded.key().importName().equals(desired.key().importName());
  }

  private static @Nullable Fingerprint fingerprint(ResourceSpec spec) {
    return spec instanceof ResourceSpec.Account account ? account.key() : null;
  }
}
