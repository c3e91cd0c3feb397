package dev.relaymanager.sim;

/**
 * What the fake vendor was called with.
 *
 * @param host as the caller addressed it
 * @param keyTail the key's last four characters; empty without a key
 * @param model the model asked for; empty where the call names none
 * @param status what was answered
 * @param direct whether it came over TLS, rather than from the simulated host
 */
public record VendorCall(
    String method,
    String host,
    String path,
    String keyTail,
    String model,
    int status,
    boolean direct) {}
