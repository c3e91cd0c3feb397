package dev.relaymanager.desired;

import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import java.util.ArrayList;
import java.util.List;

/**
 * What each secret of a desired state is for: what a sealed source must say of itself to be used
 * there, and so what it is to be sealed for.
 */
public final class SealPurposes {
  private SealPurposes() {}

  /** A host's admin key or token: goes to that host. */
  public static SealPurpose ofHost(HostDocument host) {
    return SealPurpose.adminKey(host.name(), origin(host));
  }

  /**
   * A vendor's key: goes to the import's hosts, as their account, and to the vendor, as a probe.
   */
  public static SealPurpose ofKey(
      Documents documents, ImportDocument wish, KeyEntry entry, String providerBaseUrl) {
    List<Origin> origins = origins(documents, wish.hosts());
    origins.add(Origin.of(providerBaseUrl));
    return SealPurpose.providerKey(wish.name(), entry.id(), origins.toArray(Origin[]::new));
  }

  /** A user's key: goes to the grant's hosts. */
  public static SealPurpose ofProbe(Documents documents, GrantDocument grant) {
    ImportDocument wish = documents.providerImport(grant.importName()).orElseThrow();
    List<Origin> origins = origins(documents, grant.hostsAmong(wish.hosts()));
    return SealPurpose.userKey(grant.name(), origins.toArray(Origin[]::new));
  }

  private static List<Origin> origins(Documents documents, List<String> hosts) {
    List<Origin> origins = new ArrayList<>();
    hosts.forEach(host -> origins.add(origin(documents.host(host).orElseThrow())));
    return origins;
  }

  private static Origin origin(HostDocument host) {
    return Origin.of(host.baseUrl().toString());
  }
}
