/**
 * Compares desired, recorded and live state and says what would be done: pure functions, the same
 * inputs give the same plan.
 */
@NullMarked
package dev.relaymanager.plan;

import org.jspecify.annotations.NullMarked;
