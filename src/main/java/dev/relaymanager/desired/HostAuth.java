package dev.relaymanager.desired;

import dev.relaymanager.seal.SecretSource;

/** What is shown to a host's admin API, and where it comes from (contract.md 1.1). */
public sealed interface HostAuth {
  SecretSource source();

  /** The host's one admin API key. */
  record AdminKey(SecretSource source) implements HostAuth {}

  /** A JWT of an administrator. */
  record Bearer(SecretSource source) implements HostAuth {}
}
