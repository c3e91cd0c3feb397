package dev.relaymanager.api;

/**
 * Who calls.
 *
 * @param name of the token; {@code local} on this machine while there is no token
 */
record Caller(String name, Role role) {
  static final Caller NOBODY = new Caller("", Role.ANYONE);
  static final Caller LOCAL = new Caller("local", Role.ADMIN);
}
