package dev.relaymanager.plan;

import dev.relaymanager.model.Value;
import org.jspecify.annotations.Nullable;

/**
 * One field of a resource, before and after.
 *
 * @param before null when it was not there or cannot be seen
 * @param after null when it will not be there or is known only after the apply
 */
public record FieldChange(@Nullable Value before, @Nullable Value after) {
  /** The way back. */
  @SuppressWarnings("ArgumentSelectionDefectChecker") // swapping the two is the point
  public FieldChange reversed() {
    return new FieldChange(after, before);
  }
}
