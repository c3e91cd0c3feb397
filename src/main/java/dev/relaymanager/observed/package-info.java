/** What is recorded and what is live, as values for the planner. No I/O. */
@NullMarked
package dev.relaymanager.observed;

import org.jspecify.annotations.NullMarked;
