/** Brings packs that are not in the repository: over HTTPS and from Git, kept by their digest. */
@NullMarked
package dev.relaymanager.packsource;

import org.jspecify.annotations.NullMarked;
