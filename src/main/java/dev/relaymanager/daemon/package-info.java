/** Follows a repository: the loop around the engine. */
@NullMarked
package dev.relaymanager.daemon;

import org.jspecify.annotations.NullMarked;
