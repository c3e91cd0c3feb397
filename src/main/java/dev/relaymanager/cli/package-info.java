/** The command line: one class a command. picocli is used here only. */
@NullMarked
package dev.relaymanager.cli;

import org.jspecify.annotations.NullMarked;
