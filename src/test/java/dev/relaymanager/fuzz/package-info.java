/**
 * What all fuzz tests have in common. They are the classes {@code …FuzzTest} of the packages whose
 * readers they feed; {@code bench/fuzz} makes new inputs for them.
 */
package dev.relaymanager.fuzz;
