package dev.relaymanager.probe;

import dev.relaymanager.model.ClosureState;
import java.util.List;

/**
 * Whether users can really call an import's models.
 *
 * @param state by what was proven
 * @param proofs the evidence
 * @param note what could not be checked, and why; empty when all was
 */
public record Closure(ClosureState state, List<GatewayProof> proofs, String note) {
  public Closure {
    proofs = List.copyOf(proofs);
  }

  /**
   * Judges the proofs of an import whose users come by subscription.
   *
   * @param configured whether the import declares that way
   */
  public static Closure ofSubscription(boolean configured, List<GatewayProof> proofs) {
    if (!configured) {
      return new Closure(
          ClosureState.NOT_CONFIGURED, proofs, "the import declares no access by subscription");
    }
    if (proofs.isEmpty()) {
      return new Closure(
          ClosureState.NOT_CONFIGURED,
          proofs,
          "not checked: no grant names a user's key to call with (spec.probe)");
    }
    boolean proven = proofs.stream().anyMatch(GatewayProof::proven);
    return new Closure(proven ? ClosureState.SUBSCRIPTION_READY : ClosureState.BROKEN, proofs, "");
  }
}
