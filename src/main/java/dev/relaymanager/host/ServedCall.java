package dev.relaymanager.host;

/**
 * A user's call that the gateway served and booked.
 *
 * @param id grows with every call
 * @param accountId the account that answered
 * @param model as the user named it
 */
public record ServedCall(long id, long accountId, String model) {}
