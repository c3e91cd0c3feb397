/**
 * The program's entry. Everything else lives in the packages below, one a stage of the data's way.
 */
@NullMarked
package dev.relaymanager;

import org.jspecify.annotations.NullMarked;
