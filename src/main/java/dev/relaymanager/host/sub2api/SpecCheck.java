package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.model.Reference;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the host would refuse or silently change, before anything is sent: many of its
 * refusals are a bare 500 that cannot be told from a failure (contract.md 2.1).
 */
final class SpecCheck {
  private static final int LONGEST_NAME = 100;

  private final List<String> faults = new ArrayList<>();

  /** Names are neither trimmed nor shortened by the host. */
  SpecCheck name(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (name.isBlank() || !name.equals(name.strip())) {
      faults.add("the name is blank or has blanks around it");
    } else if (bytes > LONGEST_NAME) {
      faults.add("the name has " + bytes + " bytes, the host takes " + LONGEST_NAME);
    }
    return this;
  }

  SpecCheck positive(String what, @Nullable BigDecimal number, int decimals) {
    if (number != null && number.signum() <= 0) {
      faults.add(what + " must be above 0, found " + number.toPlainString());
    }
    return decimals(what, number, decimals);
  }

  SpecCheck notNegative(String what, @Nullable BigDecimal number, int decimals) {
    if (number != null && number.signum() < 0) {
      faults.add(what + " must not be negative, found " + number.toPlainString());
    }
    return decimals(what, number, decimals);
  }

  private SpecCheck decimals(String what, @Nullable BigDecimal number, int most) {
    if (number != null && number.signum() != 0 && number.stripTrailingZeros().scale() > most) {
      faults.add(
          what
              + " has more than the "
              + most
              + " decimals the host keeps: "
              + number.toPlainString());
    }
    return this;
  }

  SpecCheck between(String what, long number, long least, long most) {
    if (number < least || number > most) {
      faults.add(what + " must be " + least + " to " + most + ", found " + number);
    }
    return this;
  }

  SpecCheck that(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
    return this;
  }

  /** An address that the host can call. */
  SpecCheck url(String what, String text) {
    try {
      URI uri = URI.create(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return that(web && uri.getHost() != null, what + " is no http or https URL");
    } catch (IllegalArgumentException noUrl) {
      return that(false, what + " is no URL");
    }
  }

  /** The refusal, when there is anything to refuse. */
  <T> Optional<HostOutcome<T>> refusal(Call call) {
    return faults.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HostOutcome.Refused<>(
                HostClient.fault(call, Kind.INVALID, "not sent: " + String.join("; ", faults))));
  }

  /**
   * The host's id behind a reference.
   *
   * @throws IllegalArgumentException when the resource does not exist yet: whoever asks for a
   *     change makes that sure first
   */
  static long id(Reference reference) {
    return switch (reference) {
      case Reference.Id known -> known.id();
      case Reference.To open ->
          throw new IllegalArgumentException(open + " has no id on the host yet");
    };
  }
}
