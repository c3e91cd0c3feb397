package dev.relaymanager.apply;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;

/** Tries whether upstream keys work; safe for use by many threads. */
public interface KeyTrial {
  /**
   * Tries an account that stands on the host: the host's own test, its models, and a smoke call to
   * the vendor with the key.
   *
   * @param hostId of the account
   * @param key its upstream key
   */
  KeyVerdict tryAccount(ResourceKey account, long hostId, ResourceSpec.Account spec, Secret key);

  /** Tries a key at the vendor alone, before an account is switched to it. */
  KeyVerdict tryKey(ResourceKey account, ResourceSpec.Account spec, Secret key);
}
