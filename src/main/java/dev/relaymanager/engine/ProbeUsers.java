package dev.relaymanager.engine;

import dev.relaymanager.apply.Journal;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.store.StateStore;

/** Tells whether probe users have to be looked for on a host, which costs requests. */
final class ProbeUsers {
  private ProbeUsers() {}

  /** Whether some are on record there, or may have been made by a run that ended too early. */
  static boolean mayStand(StateStore store, String host) {
    return store.resources().recorded().resources().keySet().stream()
            .anyMatch(key -> isOne(key, host))
        || store.journal().openIntents(host).stream()
            .map(Journal.OpenIntent::intent)
            .anyMatch(intent -> isOne(intent.key(), host));
  }

  private static boolean isOne(ResourceKey key, String host) {
    return key.host().equals(host)
        && switch (key.type()) {
          case PROBE_USER, PROBE_KEY -> true;
          case GROUP, CHANNEL, PLAN, ACCOUNT, SUBSCRIPTION -> false;
        };
  }
}
