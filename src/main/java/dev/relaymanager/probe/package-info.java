/** Proves: that an upstream key works, and that a user's call reaches the model. */
@NullMarked
package dev.relaymanager.probe;

import org.jspecify.annotations.NullMarked;
