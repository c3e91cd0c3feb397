package dev.relaymanager.host;

import dev.relaymanager.seal.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a host.
 *
 * @param name of the {@code Host} document
 * @param baseUrl without a trailing slash; https, or http where the document allows it
 * @param credential for the admin API
 * @param concurrency requests at once
 * @param requestsPerSecond the most that are started in a second
 * @param caPem extra authorities trusted for this host, PEM; null for the system's own
 */
public record HostConnection(
    String name,
    URI baseUrl,
    Credential credential,
    int concurrency,
    int requestsPerSecond,
    @Nullable String caPem) {

  /** What is presented to the admin API (contract.md 1.1). */
  public sealed interface Credential {
    /** The host's one admin API key. */
    record AdminKey(Secret key) implements Credential {}

    /** A JWT of an administrator. */
    record Bearer(Secret token) implements Credential {}
  }
}
