package dev.relaymanager.plan;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.ResourceKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * @param conflicts fields that were changed on the host and in Git, differently; else empty
 */
public record Obstacle(
    String code,
    ResourceKey key,
    @Nullable Place place,
    String message,
    String fix,
    SortedMap<String, FieldConflict> conflicts) {
  public Obstacle {
    conflicts = Collections.unmodifiableSortedMap(new TreeMap<>(conflicts));
  }

  /** Without single fields. */
  public Obstacle(String code, ResourceKey key, @Nullable Place place, String message, String fix) {
    this(code, key, place, message, fix, Collections.emptySortedMap());
  }
}
