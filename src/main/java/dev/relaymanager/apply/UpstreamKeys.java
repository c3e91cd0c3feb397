package dev.relaymanager.apply;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.seal.Secret;
import java.util.Collection;
import java.util.Map;

/** Opens upstream keys, as late as possible: when the request that needs one is built. */
public interface UpstreamKeys {
  /**
   * The key of an account; the caller closes it.
   *
   * @throws dev.relaymanager.model.InvalidInputException when it cannot be opened any more
   */
  Secret open(ResourceKey account);

  /**
   * The keys of several accounts that one request needs, where opening them together is cheaper;
   * the caller closes them. Those that are missing in it are to be opened alone, which also says
   * why they cannot be.
   */
  default Map<ResourceKey, Secret> openTogether(Collection<ResourceKey> accounts) {
    return Map.of();
  }
}
