/** What came over the API instead of from Git, as the documents that the rest works on. */
@NullMarked
package dev.relaymanager.declared;

import org.jspecify.annotations.NullMarked;
