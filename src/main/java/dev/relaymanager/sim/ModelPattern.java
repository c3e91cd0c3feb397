package dev.relaymanager.sim;

import java.util.Collection;
import java.util.Locale;

/** Names of models with a {@code *} at the end, as channels and accounts use them. */
final class ModelPattern {
  private ModelPattern() {}

  static boolean matches(String pattern, String model) {
    return pattern.endsWith("*") ? model.startsWith(prefix(pattern)) : pattern.equals(model);
  }

  /** How much of the model a wildcard names; -1 where it does not match. */
  static int wildcardLength(String pattern, String model) {
    return pattern.endsWith("*") && model.startsWith(prefix(pattern)) ? pattern.length() - 1 : -1;
  }

  /** Whether two of the patterns could match one name; case does not count (contract.md 4.2). */
  static boolean anyConflict(Collection<String> patterns) {
    String[] all =
        patterns.stream().map(name -> name.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    for (int i = 0; i < all.length; i++) {
      for (int j = i + 1; j < all.length; j++) {
        if (conflict(all[i], all[j])) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean conflict(String one, String other) {
    if (one.endsWith("*") && other.endsWith("*")) {
      return prefix(one).startsWith(prefix(other)) || prefix(other).startsWith(prefix(one));
    }
    return matches(one, other) || matches(other, one);
  }

  private static String prefix(String pattern) {
    return pattern.substring(0, pattern.length() - 1);
  }
}
