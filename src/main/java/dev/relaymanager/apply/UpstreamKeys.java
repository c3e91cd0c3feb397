package dev.relaymanager.apply;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.seal.Secret;
import java.util.Map;

/**
 * Opens upstream keys and the passwords of probe users, as late as possible: when the request that
 * needs one is built.
 */
public interface UpstreamKeys {
  /**
   * A key of an account; the caller closes it.
   *
   * @param key which one: what is declared now may be another than the account holds
   * @throws dev.relaymanager.model.InvalidInputException when it cannot be opened any more
   */
  Secret open(ResourceKey account, Fingerprint key);

  /** The password of an import's probe user; the caller closes it. */
  default Secret probePassword(ResourceKey probe) {
    throw new IllegalStateException("no identity to tell the password of " + probe);
  }

  /**
   * The keys of several accounts that one request needs, where opening them together is cheaper;
   * the caller closes them. Those that are missing in it are to be opened alone, which also says
   * why they cannot be.
   */
  default Map<ResourceKey, Secret> openTogether(Map<ResourceKey, Fingerprint> wanted) {
    return Map.of();
  }
}
