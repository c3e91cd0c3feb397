package dev.relaymanager.desired;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.pack.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one rule for names on the host, which {@code spec.names} of an import changes:
 *
 * <ul>
 *   <li>group and channel: the import's name;
 *   <li>plan: the provider's display name and the days, {@code DeepSeek 30 days};
 *   <li>account: the import's name (or {@code accountPrefix}), a dash, and the key's name: its id
 *       where the entry holds one key; else the id, a dash and the first eight digits of the key's
 *       fingerprint (sixteen where two keys share eight).
 * </ul>
 */
final class HostNames {
  /** What the host keeps of a group's, a channel's and an account's name (contract.md 4.1). */
  static final int MAX_BYTES = 100;

  private static final int MANY_DIGITS = 16;

  private HostNames() {}

  static String group(ImportDocument wish) {
    String chosen = wish.names().group();
    return chosen == null ? wish.name() : chosen;
  }

  static String channel(ImportDocument wish) {
    String chosen = wish.names().channel();
    return chosen == null ? wish.name() : chosen;
  }

  static String plan(ImportDocument wish, Provider provider, int days) {
    String chosen = wish.names().plan();
    return chosen == null
        ? provider.displayName() + " " + days + (days == 1 ? " day" : " days")
        : chosen;
  }

  static String account(ImportDocument wish, String keyName) {
    String chosen = wish.names().accountPrefix();
    return (chosen == null ? wish.name() : chosen) + "-" + keyName;
  }

  /** The names of an entry's keys inside the import, in their order. */
  static List<String> keys(String id, List<KeyRing.NamedKey> keys) {
    if (keys.size() == 1) {
      return List.of(id);
    }
    Map<String, Integer> sharing = new HashMap<>();
    keys.forEach(key -> sharing.merge(key.fingerprint().brief(), 1, Integer::sum));
    List<String> names = new ArrayList<>(keys.size());
    for (KeyRing.NamedKey named : keys) {
      Fingerprint key = named.fingerprint();
      boolean alone = sharing.getOrDefault(key.brief(), 0) == 1;
      names.add(id + "-" + (alone ? key.brief() : key.hex().substring(0, MANY_DIGITS)));
    }
    return names;
  }
}
