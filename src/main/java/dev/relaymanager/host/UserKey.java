package dev.relaymanager.host;

import org.jspecify.annotations.Nullable;

/**
 * A user's API key, without the key.
 *
 * @param groupId the group it is bound to; null when unbound
 */
public record UserKey(long id, String name, @Nullable Long groupId, boolean active) {}
