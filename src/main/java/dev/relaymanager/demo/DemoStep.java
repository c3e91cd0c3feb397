package dev.relaymanager.demo;

/**
 * One step of the acceptance.
 *
 * @param name what it shows
 * @param ok whether it held
 * @param detail what was seen
 * @param ms how long it took
 */
public record DemoStep(String name, boolean ok, String detail, long ms) {}
