package dev.relaymanager.engine;

import dev.relaymanager.observed.Observed;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Selection;
import java.util.Map;

/**
 * A plan and what it was made of.
 *
 * @param loaded the revision
 * @param observed what was recorded and what the hosts hold
 * @param plan what would be done
 * @param hosts those that answer, by name; they stay connected until the engine is closed or plans
 *     anew
 * @param selection which part of what is due the plan is
 */
public record Planned(
    Loaded loaded,
    Observed observed,
    Plan plan,
    Map<String, ConnectedHost> hosts,
    Selection selection) {
  public Planned {
    hosts = Map.copyOf(hosts);
  }

  /**
   * A part of it.
   *
   * @throws dev.relaymanager.model.InvalidInputException when the selection does not fit the plan
   */
  public Planned narrowed(Selection wanted) {
    return new Planned(loaded, observed, wanted.narrow(plan), hosts, wanted);
  }
}
