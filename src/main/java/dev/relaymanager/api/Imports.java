package dev.relaymanager.api;

import dev.relaymanager.store.Installs;
import dev.relaymanager.store.StateStore;
import java.util.List;

/** Finds imports by their provider. */
final class Imports {
  private Imports() {}

  /**
   * What is on record of a provider's imports, by host and name.
   *
   * @throws ApiException 404 when nobody knows the provider
   */
  static List<Installs.Install> of(StateStore store, Call call) {
    String provider = call.at("provider_id");
    require(store, provider);
    return store.installs().list().stream()
        .filter(install -> install.providerId().equals(provider))
        .filter(
            install -> call.asked("host_id").filter(host -> !host.equals(install.host())).isEmpty())
        .toList();
  }

  /**
   * Holds a name to be a provider's.
   *
   * @throws ApiException 404 when it is not
   */
  static void require(StateStore store, String provider) {
    boolean isKnown =
        store.installs().list().stream().anyMatch(one -> one.providerId().equals(provider))
            || store.packs().list().stream()
                .anyMatch(
                    pack ->
                        store
                            .packs()
                            .providers(pack.pack().packId(), pack.pack().version())
                            .stream()
                            .anyMatch(one -> one.providerId().equals(provider)));
    if (!isKnown) {
      throw ApiException.notFound(
          "unknown-provider",
          "no installed pack has this provider",
          "install one: relayctl pack add, or POST /api/packs/install");
    }
  }
}
