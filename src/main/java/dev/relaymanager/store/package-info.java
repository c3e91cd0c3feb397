/**
 * What the manager remembers, in SQLite: the only place with SQL. {@link
 * dev.relaymanager.store.StateStore} opens it; one public class a group of tables reads and writes
 * it.
 */
@NullMarked
package dev.relaymanager.store;

import org.jspecify.annotations.NullMarked;
