package dev.relaymanager.plan;

/**
 * A guard's no.
 *
 * @param rule which rule, such as {@code deletes}
 * @param limit what it allows
 * @param value what the plan has
 * @param message for people
 * @param allow the exact words that allow it, for {@code --allow}; empty where only the policy can
 *     be changed
 */
public record Refusal(String rule, String limit, String value, String message, String allow) {}
