/**
 * What the manager can ask of a host: {@link dev.relaymanager.host.HostAdapter} and the values it
 * takes and gives. The one implementation, for sub2api, is in {@code host.sub2api}; nothing else in
 * the program speaks HTTP to a host.
 */
@NullMarked
package dev.relaymanager.host;

import org.jspecify.annotations.NullMarked;
