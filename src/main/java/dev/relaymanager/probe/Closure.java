package dev.relaymanager.probe;

import dev.relaymanager.desired.Access;
import dev.relaymanager.model.ClosureState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether users can really call an import's models.
 *
 * @param state by what was proven
 * @param ways what is known of each declared way, in the order of {@link Access}
 * @param proofs the calls that say so
 * @param note what could not be checked, and why; empty when all was
 */
public record Closure(
    ClosureState state, List<WayProof> ways, List<GatewayProof> proofs, String note) {
  public Closure {
    ways = List.copyOf(ways);
    proofs = List.copyOf(proofs);
  }

  /** From what is known of each way. */
  public static Closure of(List<WayProof> ways, List<GatewayProof> proofs) {
    return new Closure(
        state(ways),
        ways,
        proofs,
        ways.stream()
            .filter(way -> way.verdict() == WayVerdict.UNCHECKED)
            .map(way -> ways.size() == 1 ? way.why() : way.way().word() + ": " + way.why())
            .collect(Collectors.joining("\n")));
  }

  private static ClosureState state(List<WayProof> ways) {
    boolean subscription = is(WayVerdict.PROVEN, Access.SUBSCRIPTION, ways);
    boolean selfService = is(WayVerdict.PROVEN, Access.SELF_SERVICE, ways);
    if (subscription) {
      return selfService ? ClosureState.FULLY_READY : ClosureState.SUBSCRIPTION_READY;
    }
    if (selfService) {
      return ClosureState.SELF_SERVICE_READY;
    }
    return ways.stream().anyMatch(way -> way.verdict() == WayVerdict.REFUSED)
        ? ClosureState.BROKEN
        : ClosureState.NOT_CONFIGURED;
  }

  private static boolean is(WayVerdict verdict, Access wanted, List<WayProof> ways) {
    return ways.stream().anyMatch(way -> way.way() == wanted && way.verdict() == verdict);
  }

  /** What is known of a way; empty when it is not declared. */
  public Optional<WayProof> way(Access wanted) {
    return ways.stream().filter(way -> way.way() == wanted).findFirst();
  }

  /** The evidence for people: the calls, and what follows for each way where that is not plain. */
  public String evidence() {
    List<String> lines = new ArrayList<>();
    proofs.forEach(proof -> lines.add(proof.caller() + ": " + proof.evidence()));
    if (ways.size() > 1 || way(Access.SELF_SERVICE).isPresent()) {
      ways.forEach(way -> lines.add(way.toString()));
    } else if (lines.isEmpty()) {
      lines.add(note);
    }
    return String.join("\n", lines);
  }
}
