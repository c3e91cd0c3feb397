package dev.relaymanager.observed;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one host holds now, read whole.
 *
 * @param host name of the {@code Host} document
 * @param version as the host calls itself
 * @param resources by type, then by the host's id; every type is present
 * @param userIds the host's ids of users whom grants name, by lower-case e-mail, and besides by the
 *     id in digits where a grant names it; a user who does not exist is absent
 * @param keysInGroup how many users' keys are bound to a group, by group id, for groups that may be
 *     deleted
 */
public record LiveHost(
    String host,
    String version,
    Map<ResourceType, SortedMap<Long, LiveResource>> resources,
    Map<String, Long> userIds,
    Map<Long, Long> keysInGroup) {
  public LiveHost {
    resources = Map.copyOf(resources);
    userIds = Map.copyOf(userIds);
    keysInGroup = Map.copyOf(keysInGroup);
  }

  /** Indexes lists of live resources by id. */
  public static SortedMap<Long, LiveResource> index(List<? extends LiveResource> all) {
    TreeMap<Long, LiveResource> byId = new TreeMap<>();
    all.forEach(resource -> byId.put(resource.id(), resource));
    return byId;
  }

  /** All of a type, by id. */
  public SortedMap<Long, LiveResource> all(ResourceType type) {
    return resources.getOrDefault(type, Collections.emptySortedMap());
  }

  public Optional<LiveResource> get(ResourceType type, long id) {
    return Optional.ofNullable(all(type).get(id));
  }
}
