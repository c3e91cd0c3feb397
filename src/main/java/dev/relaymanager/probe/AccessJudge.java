package dev.relaymanager.probe;

import dev.relaymanager.desired.Access;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Judges each declared way of access by calls through the gateway and by what is for sale. Pure;
 * claims nothing that was not seen.
 */
public final class AccessJudge {
  private static final String NO_KEY =
      "not checked: no grant names a user's key to call with (spec.probe)";

  private final List<GatewayProof> calls;
  private final ForSale forSale;

  private AccessJudge(List<GatewayProof> calls, ForSale forSale) {
    this.calls = calls;
    this.forSale = forSale;
  }

  /**
   * What users can buy.
   *
   * @param plans names of the group's payment plans that are for sale on the host now
   * @param fault why that could not be read; empty when it could
   */
  public record ForSale(List<String> plans, String fault) {
    public ForSale {
      plans = List.copyOf(plans);
    }
  }

  /**
   * Judges.
   *
   * @param declared the ways that the import declares
   * @param calls that were made with users' keys
   */
  public static Closure judge(Set<Access> declared, List<GatewayProof> calls, ForSale forSale) {
    AccessJudge judge = new AccessJudge(List.copyOf(calls), forSale);
    return Closure.of(
        declared.stream().sorted(Comparator.naturalOrder()).map(judge::judge).toList(), calls);
  }

  /** The same when no call could be made at all. */
  public static Closure unchecked(Set<Access> declared, String why) {
    return Closure.of(
        declared.stream()
            .sorted(Comparator.naturalOrder())
            .map(way -> new WayProof(way, WayVerdict.UNCHECKED, why))
            .toList(),
        List.of());
  }

  private WayProof judge(Access way) {
    return switch (way) {
      case SUBSCRIPTION ->
          first(call -> call.proven() && call.paidBy() != null)
              .map(
                  call ->
                      new WayProof(
                          way,
                          WayVerdict.PROVEN,
                          call.caller().user() + " holds a subscription and was answered"))
              .orElseGet(() -> unproven(way, "the calls that were answered used no subscription"));
      case SELF_SERVICE -> selfService(way);
    };
  }

  private WayProof selfService(Access way) {
    Optional<GatewayProof> answered = first(GatewayProof::proven);
    if (answered.isEmpty()) {
      return unproven(way, "");
    }
    Optional<GatewayProof> alone = first(call -> call.proven() && cameAlone(call));
    if (alone.isPresent()) {
      GatewayProof call = alone.get();
      return new WayProof(
          way,
          WayVerdict.PROVEN,
          call.caller().user()
              + (call.paidBy() == null
                  ? " has a key in the group, pays from a balance and was answered"
                  : " has a key in the group and a subscription that no grant gave, and was"
                      + " answered"));
    }
    if (!forSale.plans().isEmpty()) {
      return new WayProof(
          way,
          WayVerdict.PROVEN,
          "the plan %s is for sale, and %s was answered through its group"
              .formatted(forSale.plans().getFirst(), answered.get().caller().user()));
    }
    return forSale.fault().isEmpty()
        ? new WayProof(
            way,
            WayVerdict.REFUSED,
            "no plan of the group is for sale, and all who were answered have it from a grant")
        : new WayProof(
            way, WayVerdict.UNCHECKED, "the host's plans could not be read: " + forSale.fault());
  }

  /** Whether the user did not need us: nobody is given a balance or a key by us. */
  private static boolean cameAlone(GatewayProof call) {
    GatewayProof.Paid paid = call.paidBy();
    return paid == null || !paid.ours();
  }

  /**
   * A way that no call proves.
   *
   * @param answered what to say when the only calls that were made were answered
   */
  private WayProof unproven(Access way, String answered) {
    String refused =
        calls.stream()
            .filter(call -> call.verdict() == WayVerdict.REFUSED)
            .map(GatewayProof::evidence)
            .distinct()
            .collect(Collectors.joining("; "));
    if (!refused.isEmpty()) {
      return new WayProof(way, WayVerdict.REFUSED, refused);
    }
    List<String> why = new ArrayList<>();
    calls.stream()
        .filter(call -> call.verdict() == WayVerdict.UNCHECKED)
        .forEach(call -> why.add(call.caller() + ": " + call.evidence()));
    if (calls.isEmpty()) {
      why.add(NO_KEY);
    } else if (why.isEmpty()) {
      why.add(answered);
    }
    return new WayProof(way, WayVerdict.UNCHECKED, String.join("; ", why));
  }

  private Optional<GatewayProof> first(Predicate<GatewayProof> wanted) {
    return calls.stream().filter(wanted).findFirst();
  }
}
