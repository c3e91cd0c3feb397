package dev.relaymanager.desired;

/**
 * Finds one upstream key again when it is needed.
 *
 * @param entryId {@code id} of the entry under {@code spec.keys}
 * @param index which of the entry's keys, from 0, after blanks and repeats were dropped
 * @param mask the masked key, to be recorded
 */
public record KeyReference(String entryId, int index, String mask) {}
