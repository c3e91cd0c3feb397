package dev.relaymanager.engine;

import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * How an apply or a rollback may go.
 *
 * @param allow words that lift a guard's refusal, each just one
 * @param stop asked at every step boundary: true ends it there
 */
public record ApplyOptions(Set<String> allow, BooleanSupplier stop) {
  public ApplyOptions {
    allow = Set.copyOf(allow);
  }
}
