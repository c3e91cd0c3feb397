/**
 * Secrets: age envelopes, the places keys come from, fingerprints, and {@link
 * dev.relaymanager.seal.Secret}, which cannot be printed. The age library is used here only.
 */
@NullMarked
package dev.relaymanager.seal;

import org.jspecify.annotations.NullMarked;
