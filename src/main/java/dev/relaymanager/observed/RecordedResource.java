package dev.relaymanager.observed;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A resource as we last made, adopted or read it back.
 *
 * @param key our name of it
 * @param hostId the host's id
 * @param spec as it was read back after the last change; declared fields only
 * @param batchId the batch that last changed it
 * @param keyMask for an account, the masked upstream key; else null
 * @param recordedAt when it was last changed by us
 */
public record RecordedResource(
    ResourceKey key,
    long hostId,
    ResourceSpec spec,
    String batchId,
    @Nullable String keyMask,
    Instant recordedAt) {}
