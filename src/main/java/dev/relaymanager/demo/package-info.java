/**
 * The mission's acceptance, played on a simulated host over real HTTP with a real bare Git
 * repository: what {@code relayctl demo} runs.
 */
@NullMarked
package dev.relaymanager.demo;

import org.jspecify.annotations.NullMarked;
