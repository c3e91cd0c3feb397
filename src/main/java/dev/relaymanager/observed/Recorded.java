package dev.relaymanager.observed;

import dev.relaymanager.model.ResourceKey;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that we recorded, by our name of it. */
public record Recorded(SortedMap<ResourceKey, RecordedResource> resources) {
  public Recorded {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
  }

  /** Gathers records. */
  public static Recorded of(Collection<RecordedResource> all) {
    TreeMap<ResourceKey, RecordedResource> byKey = new TreeMap<>();
    all.forEach(resource -> byKey.put(resource.key(), resource));
    return new Recorded(byKey);
  }

  public Optional<RecordedResource> get(ResourceKey key) {
    return Optional.ofNullable(resources.get(key));
  }

  /** Those of one import on one host, in the order of their keys. */
  public List<RecordedResource> of(String host, String importName) {
    // Keys are in the order of host, import, type and name: an import's group is its first.
    return resources.tailMap(ResourceKey.group(host, importName)).values().stream()
        .takeWhile(
            resource ->
                resource.key().host().equals(host)
                    && resource.key().importName().equals(importName))
        .toList();
  }
}
