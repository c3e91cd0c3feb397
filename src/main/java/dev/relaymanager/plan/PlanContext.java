package dev.relaymanager.plan;

import dev.relaymanager.desired.Deletion;
import java.time.Instant;
import java.util.Map;

/**
 * What a plan depends on besides the three states.
 *
 * @param installation which manager this is; tells our marks from those of another one
 * @param now the time of the plan: what has ended by then is not made anew
 * @param lastDeletion what imports that are declared no more said about their deletion, by {@code
 *     host/import}; {@link Deletion#PRUNE} for those that are not in it
 */
public record PlanContext(String installation, Instant now, Map<String, Deletion> lastDeletion) {
  public PlanContext {
    lastDeletion = Map.copyOf(lastDeletion);
  }

  public PlanContext(String installation, Instant now) {
    this(installation, now, Map.of());
  }
}
