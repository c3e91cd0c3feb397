package dev.relaymanager.observed;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import java.util.Map;

/**
 * What a plan is made against.
 *
 * @param recorded what we last made so, on all hosts
 * @param refusedKeys upstream keys that failed their proof when they were last tried in partial
 *     mode, by the account they were meant for; they are not tried again until they change
 * @param live what the hosts hold now, by host name; a host that could not be read is absent
 */
public record Observed(
    Recorded recorded, Map<ResourceKey, Fingerprint> refusedKeys, Map<String, LiveHost> live) {
  public Observed {
    refusedKeys = Map.copyOf(refusedKeys);
    live = Map.copyOf(live);
  }
}
