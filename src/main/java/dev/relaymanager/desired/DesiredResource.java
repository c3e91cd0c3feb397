package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import org.jspecify.annotations.Nullable;

/**
 * One resource that shall stand on a host.
 *
 * @param key our name of it
 * @param spec what it shall be; its group is a {@link dev.relaymanager.model.Reference.To}
 * @param place where it is declared
 * @param upstreamKey for an account, which key it holds; else null
 */
public record DesiredResource(
    ResourceKey key, ResourceSpec spec, Place place, @Nullable KeyReference upstreamKey) {}
