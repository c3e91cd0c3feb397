package dev.relaymanager.engine;

import dev.relaymanager.observed.Observed;
import dev.relaymanager.plan.Plan;
import java.util.Map;

/**
 * A plan and what it was made of.
 *
 * @param loaded the revision
 * @param observed what was recorded and what the hosts hold
 * @param plan what would be done
 * @param hosts those that answer, by name; they stay connected until the engine is closed or plans
 *     anew
 */
public record Planned(
    Loaded loaded, Observed observed, Plan plan, Map<String, ConnectedHost> hosts) {
  public Planned {
    hosts = Map.copyOf(hosts);
  }
}
