/**
 * The one implementation of {@link dev.relaymanager.host.HostAdapter}: sub2api's admin API and
 * gateway, as contract.md tells it. One class a group of routes; {@code Wire…} classes turn JSON
 * into our values and back; {@link dev.relaymanager.host.sub2api.HostClient} sends, repeats and
 * judges.
 */
@NullMarked
package dev.relaymanager.host.sub2api;

import org.jspecify.annotations.NullMarked;
