package dev.relaymanager.engine;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.report.StatusView;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.Closures;
import dev.relaymanager.store.Hosts;
import dev.relaymanager.store.Installs;
import dev.relaymanager.store.KeyProofs;
import dev.relaymanager.store.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts together what the store knows, for people. */
final class StatusReader {
  private final StateStore store;

  StatusReader(StateStore store) {
    this.store = store;
  }

  /** The view; {@code revision} and {@code problems} as they shall be shown. */
  StatusView read(String revision, List<String> problems) {
    List<StatusView.HostView> hosts = new ArrayList<>();
    for (Hosts.HostRecord host : store.hosts().list()) {
      hosts.add(
          new StatusView.HostView(
              host.name(),
              host.baseUrl(),
              host.version() == null ? "" : host.version(),
              host.status().id(),
              host.reasons()));
    }
    Recorded recorded = store.resources().recorded();
    List<StatusView.ImportView> imports = new ArrayList<>();
    for (Installs.Install install : store.installs().list()) {
      imports.add(read(install, recorded));
    }
    return new StatusView(revision, problems, hosts, imports);
  }

  private StatusView.ImportView read(Installs.Install install, Recorded recorded) {
    List<StatusView.ResourceView> resources = new ArrayList<>();
    List<StatusView.KeyView> keys = new ArrayList<>();
    HeldProofs proofs = HeldProofs.of(store, install.host(), install.importName());
    List<RecordedResource> standing = recorded.of(install.host(), install.importName());
    for (RecordedResource resource : standing) {
      ResourceKey key = resource.key();
      resources.add(
          new StatusView.ResourceView(
              key.type().label(), key.withinHost(), resource.spec().name(), resource.hostId()));
      if (resource.spec() instanceof ResourceSpec.Account account) {
        keys.add(key(resource, account, proofs.find(resource)));
      }
    }
    proofs
        .others(standing)
        .forEach(
            proof ->
                keys.add(
                    new StatusView.KeyView(
                        proof.account().name(),
                        "",
                        "",
                        proof.key().brief(),
                        proof.verdict(),
                        proof.evidence(),
                        proof.at())));
    Optional<Closures.Closure> closure =
        store.closures().latest(install.host(), install.importName());
    Optional<Batches.Batch> batch = store.batches().latest(install.host(), install.importName());
    return new StatusView.ImportView(
        install.host(),
        install.importName(),
        install.packId(),
        install.providerId(),
        install.state(),
        install.detail(),
        install.since(),
        closure.map(Closures.Closure::state).orElse(null),
        closure.map(Closures.Closure::evidence).orElse(""),
        closure.map(Closures.Closure::ways).orElse(List.of()),
        closure.map(Closures.Closure::proofs).orElse(List.of()),
        resources,
        keys,
        batch.map(StatusReader::view).orElse(null));
  }

  private static StatusView.KeyView key(
      RecordedResource resource, ResourceSpec.Account account, Optional<KeyProofs.KeyProof> proof) {
    return new StatusView.KeyView(
        resource.key().name(),
        account.name(),
        resource.keyMask() == null ? "" : resource.keyMask(),
        account.key() == null ? "" : account.key().brief(),
        proof.map(KeyProofs.KeyProof::verdict).orElse(""),
        proof.map(KeyProofs.KeyProof::evidence).orElse(""),
        proof.map(KeyProofs.KeyProof::at).orElse(null));
  }

  static StatusView.BatchView view(Batches.Batch batch) {
    return new StatusView.BatchView(
        batch.header().id(),
        batch.state(),
        batch.header().origin(),
        batch.header().author(),
        batch.header().openedAt(),
        batch.detail());
  }
}
