package dev.relaymanager.observed;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;

/** A change that a batch made to a resource, as the journal has it. */
public sealed interface PastChange {
  ResourceKey key();

  /** The host's id of the resource. */
  long hostId();

  /** It was made, or found after a lost answer. */
  record Created(ResourceKey key, long hostId, ResourceSpec after) implements PastChange {}

  /** It stood on the host and was taken over; {@code before} is what it was until then. */
  record Adopted(ResourceKey key, long hostId, ResourceSpec before, ResourceSpec after)
      implements PastChange {}

  /** It was changed. */
  record Updated(ResourceKey key, long hostId, ResourceSpec before, ResourceSpec after)
      implements PastChange {}

  /** It was deleted. */
  record Deleted(ResourceKey key, long hostId, ResourceSpec before) implements PastChange {}

  /** Our record of it was dropped. */
  record Forgotten(ResourceKey key, long hostId, ResourceSpec before) implements PastChange {}
}
