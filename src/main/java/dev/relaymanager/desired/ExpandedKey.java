package dev.relaymanager.desired;

import dev.relaymanager.model.Fingerprint;

/**
 * One key of an import.
 *
 * @param name inside the import
 * @param entry that holds it
 * @param reference how it is found again
 */
record ExpandedKey(String name, KeyEntry entry, Fingerprint fingerprint, KeyReference reference) {}
