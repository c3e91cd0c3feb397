package dev.relaymanager.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the host charges its users for one model, in US dollars per single token (contract.md 4.2).
 *
 * @param model as users name it
 * @param input price of a prompt token; null on a live channel that leaves it to the host
 * @param output price of a completion token; null likewise
 * @param cacheRead price of a prompt token that the vendor had cached; null when it has no price of
 *     its own
 */
public record ModelPrice(
    String model,
    @Nullable BigDecimal input,
    @Nullable BigDecimal output,
    @Nullable BigDecimal cacheRead) {}
