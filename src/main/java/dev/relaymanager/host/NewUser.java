package dev.relaymanager.host;

/**
 * A user to be made.
 *
 * @param login its password has at least six characters
 * @param notes shown to administrators only
 */
public record NewUser(UserLogin login, String notes) {}
