/**
 * The whole way once through: a revision is loaded, hosts are read, a plan is made, guarded,
 * carried out, proven, recorded and reported. The command line and the daemon both drive this.
 */
@NullMarked
package dev.relaymanager.engine;

import org.jspecify.annotations.NullMarked;
