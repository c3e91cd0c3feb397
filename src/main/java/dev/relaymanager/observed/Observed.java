package dev.relaymanager.observed;

import java.util.Map;

/**
 * What a plan is made against.
 *
 * @param recorded what we last made so, on all hosts
 * @param live what the hosts hold now, by host name; a host that could not be read is absent
 */
public record Observed(Recorded recorded, Map<String, LiveHost> live) {
  public Observed {
    live = Map.copyOf(live);
  }
}
