package dev.relaymanager.apply;

import java.time.Instant;

/**
 * What is known of a batch when it is opened.
 *
 * @param id unique, sorts by time
 * @param host name of the host
 * @param importName the import it carries out
 * @param packId pack and provider of the import
 * @param providerId id of the provider in the pack
 * @param mode {@code strict} or {@code partial}
 * @param origin who wants it: a commit ({@code git:1a2b3c4…}) or {@code api}
 * @param author who wrote the commit, as {@code name <mail>}; empty when there is none
 * @param openedAt when
 */
public record BatchHeader(
    String id,
    String host,
    String importName,
    String packId,
    String providerId,
    String mode,
    String origin,
    String author,
    Instant openedAt) {}
