package dev.relaymanager.plan;

import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.RecordedResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which recorded resource each desired one is. First by key; then, among the accounts left over, by
 * the upstream key's fingerprint, so that a key that moves to another entry or a list that is
 * re-ordered is no delete-and-create; and, after a rename of the import, by type and name.
 */
final class Matches {
  private final Map<ResourceKey, RecordedResource> matched = new HashMap<>();
  private final List<RecordedResource> surplus;

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
    for (DesiredResource resource : unmatched) {
      RecordedResource moved = movedTo(resource, byKey);
      if (moved != null) {
        byKey.remove(moved.key());
        matched.put(resource.key(), moved);
      }
    }
    surplus = List.copyOf(byKey.values());
  }

  static Matches of(List<DesiredResource> desired, List<RecordedResource> recorded) {
    return new Matches(desired, recorded);
  }

  Optional<RecordedResource> recordedFor(ResourceKey key) {
    return Optional.ofNullable(matched.get(key));
  }

  /** What is recorded and wanted no more, in no order. */
  List<RecordedResource> surplus() {
    return surplus;
  }

  private static @Nullable RecordedResource movedTo(
      DesiredResource resource, Map<ResourceKey, RecordedResource> left) {
    ResourceKey key = resource.key();
    if (key.type() != ResourceType.ACCOUNT) {
      return left.values().stream()
          .filter(
              other ->
                  other.key().type() == key.type()
                      && other.key().name().equals(key.name())
                      && !other.key().importName().equals(key.importName()))
          .findFirst()
          .orElse(null);
    }
    Fingerprint wanted = fingerprint(resource.spec());
    return left.values().stream()
        .filter(other -> wanted != null && wanted.equals(fingerprint(other.spec())))
        .min(java.util.Comparator.comparing(RecordedResource::key))
        .orElse(null);
  }

  private static @Nullable Fingerprint fingerprint(ResourceSpec spec) {
    return spec instanceof ResourceSpec.Account account ? account.key() : null;
  }
}
