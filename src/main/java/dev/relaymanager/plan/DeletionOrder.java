package dev.relaymanager.plan;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import java.util.Comparator;
import java.util.List;

/** What depends on others goes first (design.md, section 5, item 8). */
final class DeletionOrder {
  private static final List<ResourceType> TYPES =
      List.of(
          ResourceType.SUBSCRIPTION,
          ResourceType.PROBE_KEY,
          ResourceType.PROBE_USER,
          ResourceType.ACCOUNT,
          ResourceType.CHANNEL,
          ResourceType.PLAN,
          ResourceType.GROUP);

  static final Comparator<ResourceKey> BY_KEY =
      Comparator.<ResourceKey>comparingInt(key -> TYPES.indexOf(key.type()))
          .thenComparing(Comparator.naturalOrder());

  private DeletionOrder() {}
}
