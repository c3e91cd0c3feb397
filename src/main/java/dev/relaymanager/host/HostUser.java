package dev.relaymanager.host;

/** A user of the host. */
public record HostUser(long id, String email, boolean active) {}
