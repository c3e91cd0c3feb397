package dev.relaymanager.host;

import dev.relaymanager.model.Marker;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;

/**
 * An account to be made.
 *
 * @param spec its group must be a {@link dev.relaymanager.model.Reference.Id} that was verified: a
 *     host leaves an orphan behind otherwise (contract.md 4.4)
 * @param key the upstream key
 * @param marker goes into its notes
 */
public record NewAccount(ResourceSpec.Account spec, Secret key, Marker marker) {}
