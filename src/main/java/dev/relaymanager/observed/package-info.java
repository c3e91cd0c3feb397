/**
 * What is recorded and what is live, as values for the planner, and the reader that asks a host for
 * the second in the fewest requests.
 */
@NullMarked
package dev.relaymanager.observed;

import org.jspecify.annotations.NullMarked;
