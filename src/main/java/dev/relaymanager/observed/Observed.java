package dev.relaymanager.observed;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import java.util.Map;

/**
 * What a plan is made against.
 *
 * @param recorded what we last made so, on all hosts
 * @param refusedKeys declared upstream keys of partial imports that failed their proof when they
 *     were last tried, by the account they are declared for: one that no account holds, and one
 *     that an account of ours holds since it was made but that never worked; they are not tried
 *     again until they change
 * @param live what the hosts hold now, by host name; a host that could not be read is absent
 */
public record Observed(
    Recorded recorded, Map<ResourceKey, Fingerprint> refusedKeys, Map<String, LiveHost> live) {
  public Observed {
    refusedKeys = Map.copyOf(refusedKeys);
    live = Map.copyOf(live);
  }

  /** Whether an account of ours stands whose key has not worked once since it was made. */
  public boolean neverWorked(ResourceKey account) {
    Fingerprint refused = refusedKeys.get(account);
    return refused != null
        && recorded
            .get(account)
            .filter(
                stands ->
                    stands.spec() instanceof ResourceSpec.Account held
                        && refused.equals(held.key()))
            .isPresent();
  }
}
