package dev.relaymanager.engine;

import dev.relaymanager.apply.KeyTrial;
import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;

/** For plans that only take away: there is no key to try. */
enum NoTrial implements KeyTrial {
  INSTANCE;

  @Override
  public KeyVerdict tryAccount(
      ResourceKey account, long hostId, ResourceSpec.Account spec, Secret key) {
    throw new IllegalStateException("nothing is made, so no key is tried: " + account);
  }

  @Override
  public KeyVerdict tryKey(ResourceKey account, ResourceSpec.Account spec, Secret key) {
    throw new IllegalStateException("nothing is made, so no key is tried: " + account);
  }
}
