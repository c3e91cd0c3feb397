package dev.relaymanager.host;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The same change to many accounts; what is null stays as it is.
 *
 * @param schedulable whether they are given work
 */
public record AccountChange(
    @Nullable Integer concurrency,
    @Nullable Integer priority,
    @Nullable BigDecimal rateMultiplier,
    @Nullable Boolean schedulable) {
  public AccountChange {
    if (concurrency == null && priority == null && rateMultiplier == null && schedulable == null) {
      throw new IllegalArgumentException("a change that changes nothing");
    }
  }
}
