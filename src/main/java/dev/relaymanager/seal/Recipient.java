package dev.relaymanager.seal;

import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.bech32.Bech32Address;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.util.Locale;

/**
 * Whom something is sealed for: the public half of an age X25519 identity.
 *
 * @param text {@code age1…}, as {@code age -r} takes it
 */
public record Recipient(String text) {
  private static final String PREFIX = "age";
  private static final int KEY_BYTES = 32;

  /**
   * Checks form and check sum.
   *
   * @throws InvalidInputException when this is no age X25519 recipient
   */
  public Recipient {
    if (!isX25519(text)) {
      throw new InvalidInputException(
          Problem.of(
              "bad-recipient",
              "\"" + shown(text) + "\" is no age X25519 recipient",
              "give the age1… line that age-keygen or relayctl keygen printed"));
    }
  }

  private static boolean isX25519(String text) {
    try {
      Bech32Address address = Bech32.getDecoder().decode(text);
      return address.getHumanReadablePart().toString().equals(PREFIX)
          && address.getData().length == KEY_BYTES;
    } catch (IllegalArgumentException notBech32) {
      return false;
    }
  }

  /** Somebody may pass an identity by mistake: that one is not repeated. */
  private static String shown(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    return upper.contains("SECRET") || text.length() > 80 ? "…" : text;
  }

  @Override
  public String toString() {
    return text;
  }
}
