/**
 * A look-alike of sub2api and of a model vendor, in the program: the tests, the demo and dry runs
 * drive it over real HTTP. It follows contract.md and the recordings of two running versions,
 * quirks included. It is a test double: nothing here is needed to run against a real host.
 */
@NullMarked
package dev.relaymanager.sim;

import org.jspecify.annotations.NullMarked;
