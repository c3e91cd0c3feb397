/**
 * Tries for real, with throw-away things, whether a host keeps what the adapter relies on, and says
 * so claim by claim.
 */
@NullMarked
package dev.relaymanager.certify;

import org.jspecify.annotations.NullMarked;
