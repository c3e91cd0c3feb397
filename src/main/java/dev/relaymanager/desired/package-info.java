/**
 * What Git asks for: YAML documents, checked against their schemas and each other, and turned once
 * into the state that everything after works on. YAML and JSON Schema are used here only.
 */
@NullMarked
package dev.relaymanager.desired;

import org.jspecify.annotations.NullMarked;
