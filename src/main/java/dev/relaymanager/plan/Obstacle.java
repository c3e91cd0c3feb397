package dev.relaymanager.plan;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.ResourceKey;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person has to decide or mend before an import can be carried out; nothing of the
 * import is changed until then.
 *
 * @param code stable name of the kind ({@code name-taken})
 * @param key the resource it is about
 * @param place where it is declared; null for what is declared no more
 * @param message what stands in the way
 * @param fix the ways out
 */
public record Obstacle(
    String code, ResourceKey key, @Nullable Place place, String message, String fix) {}
