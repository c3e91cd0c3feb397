/**
 * Carries a plan out: intent before effect, outcome after it, and what is unknown settled first.
 * Sees the store only through {@link dev.relaymanager.apply.Journal}.
 */
@NullMarked
package dev.relaymanager.apply;

import org.jspecify.annotations.NullMarked;
