package dev.relaymanager.cli;

import java.io.Console;
import java.util.Optional;

/** Asks a person, where one sits at a terminal; bin/relayctl knows whether stdin is one. */
final class Terminal {
  private Terminal() {}

  /** True when a person typed {@code yes}; without a terminal nobody can, and that is said. */
  static boolean confirms(String question) {
    Optional<Console> console = console();
    if (console.isEmpty()) {
      System.err.println("There is no terminal to ask on: say --yes to go on.");
      return false;
    }
    boolean confirmed =
        "yes".equals(console.get().readLine("%s Only \"yes\" is taken: ", question));
    if (!confirmed) {
      System.err.println("Nothing was changed.");
    }
    return confirmed;
  }

  /** What was typed without being shown; empty when there is no terminal. */
  static Optional<char[]> password(String prompt) {
    return console().map(console -> console.readPassword("%s", prompt));
  }

  @SuppressWarnings("SystemConsoleNull") // null up to JDK 21; the property decides on later ones
  private static Optional<Console> console() {
    return Boolean.getBoolean("relay.stdin.terminal")
        ? Optional.ofNullable(System.console())
        : Optional.empty();
  }
}
