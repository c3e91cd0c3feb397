package dev.relaymanager.seal;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What a sealed text held, before anybody asked what it may be used for.
 *
 * @param purpose what it was sealed for; null for a file that the plain {@code age} command made
 * @param keys the keys in it
 * @param place what to call it in a problem
 */
public record Unsealed(@Nullable SealPurpose purpose, OpenedKeys keys, Place place) {

  /**
   * The keys, when this use is what they were sealed for.
   *
   * @param allowUnbound whether keys that are bound to nothing may be used
   * @throws InvalidInputException when they are for something else, or bound to nothing and that is
   *     not allowed
   */
  public OpenedKeys forUse(SealPurpose use, boolean allowUnbound) {
    requireUse(purpose, use, allowUnbound, place);
    return keys;
  }

  /**
   * Refuses a use that is not what keys were sealed for.
   *
   * @param purpose what they were sealed for; null for nothing in particular
   * @throws InvalidInputException as {@link #forUse}
   */
  public static void requireUse(
      @Nullable SealPurpose purpose, SealPurpose use, boolean allowUnbound, Place place) {
    if (purpose == null) {
      if (!allowUnbound) {
        throw new InvalidInputException(
            Problem.at(
                place,
                "",
                "sealed-unbound",
                "it does not say what it is for, and " + use + " was asked",
                "seal it with relayctl seal, or write unbound: true beside it"));
      }
      return;
    }
    if (!purpose.allows(use)) {
      throw new InvalidInputException(
          Problem.at(
              place,
              "",
              "sealed-for-other-use",
              "it was sealed as " + purpose + ", and " + use + " was asked",
              "use the value meant for this, or seal the key again for it"));
    }
  }
}
