/**
 * Values that every stage may use: resources and their addresses, problems with their place, and
 * the failures that the program explains instead of crashing. No I/O.
 */
@NullMarked
package dev.relaymanager.model;

import org.jspecify.annotations.NullMarked;
