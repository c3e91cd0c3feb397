package dev.relaymanager.host;

import dev.relaymanager.seal.Secret;

/** What a user logs in with. */
public record UserLogin(String email, Secret password) {}
