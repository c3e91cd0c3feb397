package dev.relaymanager.probe;

import dev.relaymanager.pack.Provider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * In what a provider of a pack and its vendor's list of models differ. A list may leave out names
 * that the vendor still answers to, and hold some that a key may not call.
 *
 * @param listed how many of the pack's models are on it
 * @param notListed the pack's models that are not on it, or that it says are shut down
 * @param ending the pack's models that it says are about to end
 * @param notInPack the vendor's names that the pack does not have, those shut down left out
 */
public record ModelComparison(
    int listed, List<PackModel> notListed, List<PackModel> ending, List<String> notInPack) {
  /** A name of an inference endpoint that an operator made at Ark; never on its list. */
  private static final String OWN_ENDPOINT = "ep-";

  /**
   * A model of the pack.
   *
   * @param name as users call it
   * @param upstream as the vendor does
   * @param isDefault whether it is offered when an import names none
   * @param state what the vendor says of it; empty when it is not listed or has no state
   */
  public record PackModel(String name, String upstream, boolean isDefault, String state) {}

  public ModelComparison {
    notListed = List.copyOf(notListed);
    ending = List.copyOf(ending);
    notInPack = List.copyOf(notInPack);
  }

  /** Compares them. */
  public static ModelComparison of(Provider provider, ModelLister.Answer.Listed list) {
    List<PackModel> notListed = new ArrayList<>();
    List<PackModel> ending = new ArrayList<>();
    Set<String> known = new HashSet<>();
    int listed = 0;
    for (var model : provider.models().entrySet()) {
      String upstream = model.getValue().upstream();
      known.add(upstream);
      String state = list.models().get(upstream);
      PackModel named =
          new PackModel(
              model.getKey(),
              upstream,
              provider.defaultModels().contains(model.getKey()),
              state == null ? "" : state);
      if (state == null && upstream.startsWith(OWN_ENDPOINT)) {
        continue;
      }
      if (state == null || isShutDown(state)) {
        notListed.add(named);
      } else {
        listed++;
        if (state.toLowerCase(Locale.ROOT).startsWith("retir")) {
          ending.add(named);
        }
      }
    }
    List<String> notInPack =
        list.models().entrySet().stream()
            .filter(model -> !known.contains(model.getKey()) && !isShutDown(model.getValue()))
            .map(java.util.Map.Entry::getKey)
            .toList();
    return new ModelComparison(listed, notListed, ending, notInPack);
  }

  private static boolean isShutDown(String state) {
    return state.equalsIgnoreCase("Shutdown");
  }
}
