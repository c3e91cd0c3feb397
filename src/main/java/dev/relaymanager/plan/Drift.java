package dev.relaymanager.plan;

import dev.relaymanager.model.ResourceKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Something that was changed on the host since we recorded it. */
public sealed interface Drift {
  ResourceKey key();

  /** The host's id of the resource. */
  long hostId();

  /** Its name on the host, as recorded. */
  String name();

  /** Whether this plan makes it good. */
  boolean corrected();

  /** The same, not made good. */
  default Drift left() {
    return switch (this) {
      case Gone gone -> new Gone(gone.key(), gone.hostId(), gone.name(), false);
      case Changed changed ->
          new Changed(changed.key(), changed.hostId(), changed.name(), changed.fields(), false);
    };
  }

  /** The resource is not there any more. */
  record Gone(ResourceKey key, long hostId, String name, boolean corrected) implements Drift {}

  /**
   * Fields differ from what was recorded.
   *
   * @param fields recorded → live
   */
  record Changed(
      ResourceKey key,
      long hostId,
      String name,
      SortedMap<String, FieldChange> fields,
      boolean corrected)
      implements Drift {
    public Changed {
      fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }
  }
}
