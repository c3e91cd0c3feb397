package dev.relaymanager.apply;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.seal.Secret;

/** Opens upstream keys, as late as possible: when the request that needs one is built. */
public interface UpstreamKeys {
  /**
   * The key of an account; the caller closes it.
   *
   * @throws dev.relaymanager.model.InvalidInputException when it cannot be opened any more
   */
  Secret open(ResourceKey account);
}
