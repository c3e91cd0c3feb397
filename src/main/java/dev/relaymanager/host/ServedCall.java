package dev.relaymanager.host;

import org.jspecify.annotations.Nullable;

/**
 * A user's call that the gateway served and booked.
 *
 * @param id grows with every call
 * @param accountId the account that answered
 * @param userId whose key it was
 * @param subscriptionId what it was billed to; null when the user's balance paid
 * @param model as the user named it
 */
public record ServedCall(
    long id, long accountId, long userId, @Nullable Long subscriptionId, String model) {}
