package dev.relaymanager.plan;

import dev.relaymanager.model.RelayException;
import java.util.List;
import java.util.stream.Collectors;

/** A plan goes further than the policy lets it; nothing was done. */
public final class GuardRefusedException extends RelayException {
  private static final int EXIT_CODE = 3;

  private final transient List<Refusal> refusals;

  public GuardRefusedException(List<Refusal> refusals) {
    super(EXIT_CODE, text(refusals));
    this.refusals = List.copyOf(refusals);
  }

  private static String text(List<Refusal> refusals) {
    String lines =
        refusals.stream()
            .map(
                refusal ->
                    "refused by the guard, rule "
                        + refusal.rule()
                        + ": "
                        + refusal.message()
                        + (refusal.allow().isEmpty()
                            ? ""
                            : "; to allow it: --allow " + refusal.allow()))
            .collect(Collectors.joining("\n"));
    return refusals.stream().allMatch(refusal -> refusal.allow().isEmpty())
        ? lines
        : lines
            + "\nor let the commit say so, in the last lines of its message: Relay-Allow: WORDS";
  }

  public List<Refusal> refusals() {
    return refusals;
  }
}
