/**
 * The HTTP API: reads calls, hands them to the engine, renders what came of it. What it offers is
 * said by {@code docs/api/openapi.yaml} alone.
 */
@NullMarked
package dev.relaymanager.api;

import org.jspecify.annotations.NullMarked;
