package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.seal.SecretSource;

/**
 * One line of an import's keys.
 *
 * @param id unique in the import
 * @param source of one key, or of a text with one key a line
 * @param path in the document: {@code spec.keys[0]}
 */
public record KeyEntry(String id, SecretSource source, Place place, String path) {}
