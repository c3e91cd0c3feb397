package dev.relaymanager.probe;

import java.time.Instant;

/**
 * What a call through the gateway with a user's key showed.
 *
 * @param grant the grant whose user called
 * @param proven whether the model answered
 * @param evidence which call, what was answered, and through which account, where that can be told
 * @param servedBy name of the account that served; empty when it cannot be told
 * @param at when
 */
public record GatewayProof(
    String grant, boolean proven, String evidence, String servedBy, Instant at) {}
