/**
 * Figures, not tests: how long the manager takes and how much it needs beside what reading a host
 * costs anyway. {@code bench/scale} starts it; no test asserts a time.
 */
package dev.relaymanager.bench;
