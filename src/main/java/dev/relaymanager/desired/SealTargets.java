package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.SecretSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds what is sealed, and for what it has to be, from the documents that name it. */
public final class SealTargets {
  private final Documents documents;
  private final Map<String, Pack> packs;
  private final List<SealTarget> targets = new ArrayList<>();

  private SealTargets(Documents documents, Map<String, Pack> packs) {
    this.documents = documents;
    this.packs = packs;
  }

  /**
   * All of them, hosts first.
   *
   * @param documents that {@link Expander#check} finds nothing wrong with
   * @param packs by the name of their document
   */
  public static List<SealTarget> all(Documents documents, Map<String, Pack> packs) {
    SealTargets all = new SealTargets(documents, packs);
    documents.hosts().forEach(all::add);
    documents.imports().forEach(all::add);
    documents.grants().forEach(all::add);
    return List.copyOf(all.targets);
  }

  private void add(HostDocument host) {
    add(
        host.auth().source(),
        host.places().at("spec.auth"),
        SealPurposes.ofHost(host),
        List.of(host.name()));
  }

  private void add(ImportDocument wish) {
    Provider provider =
        Objects.requireNonNull(packs.get(wish.pack())).provider(wish.provider()).orElseThrow();
    for (KeyEntry entry : wish.keys()) {
      add(
          entry.source(),
          entry.place(),
          SealPurposes.ofKey(documents, wish, entry, provider.baseUrl()),
          wish.hosts());
    }
  }

  private void add(GrantDocument grant) {
    GrantDocument.ProbeKey probe = grant.probe();
    if (probe != null) {
      List<String> hosts =
          grant.hostsAmong(documents.providerImport(grant.importName()).orElseThrow().hosts());
      add(
          probe.source(),
          grant.places().at("spec.probe.key"),
          SealPurposes.ofProbe(documents, grant),
          hosts);
    }
  }

  private void add(SecretSource source, Place place, SealPurpose purpose, List<String> hosts) {
    boolean isSealed =
        source instanceof SecretSource.SealedFile || source instanceof SecretSource.SealedInline;
    if (isSealed) {
      targets.add(
          new SealTarget(
              source,
              place,
              purpose,
              hosts.stream().map(name -> documents.host(name).orElseThrow()).toList()));
    }
  }
}
