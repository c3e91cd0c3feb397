package dev.relaymanager.plan;

import dev.relaymanager.model.Value;
import org.jspecify.annotations.Nullable;

/**
 * A field that was changed on the host and in Git, differently.
 *
 * @param recorded as it was made last
 * @param live as somebody made it on the host; null when it is not there
 * @param desired as Git asks for it
 */
public record FieldConflict(Value recorded, @Nullable Value live, Value desired) {
  /** For people. */
  @Override
  public String toString() {
    return "%s on the host, %s in Git, %s as recorded"
        .formatted(live == null ? "nothing" : live.show(), desired.show(), recorded.show());
  }
}
