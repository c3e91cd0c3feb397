/** Plans, drift and results as text, Markdown and JSON. Renders values, no I/O. */
@NullMarked
package dev.relaymanager.report;

import org.jspecify.annotations.NullMarked;
