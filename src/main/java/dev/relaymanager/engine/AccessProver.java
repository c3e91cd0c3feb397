package dev.relaymanager.engine;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.desired.Access;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.GrantDocument;
import dev.relaymanager.desired.SealPurposes;
import dev.relaymanager.model.ClosureState;
import dev.relaymanager.model.ProviderState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.probe.Closure;
import dev.relaymanager.probe.GatewayProber;
import dev.relaymanager.probe.GatewayProof;
import dev.relaymanager.probe.ProbeLog;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.seal.SecretOpener;
import dev.relaymanager.store.Closures;
import dev.relaymanager.store.Probes;
import dev.relaymanager.store.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Proves by calls through the gateway that users can call an import's models, and records it. */
final class AccessProver {
  private final StateStore store;
  private final SecretOpener opener;
  private final InstantSource clock;
  private final EngineListener listener;
  private final Duration patience;
  private final Duration proofLasts;

  /**
   * A prover.
   *
   * @param patience how long a proof waits for the host's caches
   * @param proofLasts a proof that is younger than this and held is not repeated when nothing
   *     changed
   */
  AccessProver(
      StateStore store,
      SecretOpener opener,
      InstantSource clock,
      EngineListener listener,
      Duration patience,
      Duration proofLasts) {
    this.store = store;
    this.opener = opener;
    this.clock = clock;
    this.listener = listener;
    this.patience = patience;
    this.proofLasts = proofLasts;
  }

  /**
   * Proves.
   *
   * @param part the plan of that import
   * @param batch what was just done; null when nothing changed
   */
  Closure prove(
      Planned planned, ImportPlan part, DesiredImport desired, @Nullable BatchResult batch) {
    Optional<Closures.Closure> known = store.closures().latest(desired.host(), desired.name());
    if (batch == null && known.isPresent() && stillHolds(known.get(), part)) {
      return new Closure(known.get().state(), List.of(), known.get().evidence());
    }
    List<GatewayProof> proofs = new ArrayList<>();
    Optional<RecordedResource> group =
        store.resources().get(ResourceKey.group(desired.host(), desired.name()));
    ConnectedHost host = planned.hosts().get(desired.host());
    if (group.isPresent() && host != null) {
      for (GrantDocument grant : planned.loaded().documents().grantsOf(desired.name())) {
        GrantDocument.ProbeKey probe = grant.probe();
        if (probe != null && isFor(planned, grant, desired)) {
          proofs.add(proveGrant(planned, host, desired, grant, probe, group.get().hostId()));
        }
      }
    }
    Closure closure =
        Closure.ofSubscription(desired.access().contains(Access.SUBSCRIPTION), proofs);
    record(desired, closure, batch);
    return closure;
  }

  private boolean stillHolds(Closures.Closure known, ImportPlan part) {
    if (known.state() == ClosureState.BROKEN || known.state() == ClosureState.NOT_CONFIGURED) {
      return false;
    }
    Optional<Instant> proven =
        store
            .probes()
            .latest(ResourceKey.group(part.host(), part.importName()), Probes.Kind.GATEWAY)
            .map(Probes.ProbeResult::at);
    return proven.isPresent()
        && clock.instant().isBefore(proven.get().plus(proofLasts))
        && (part.drift().isEmpty() || wasProvenDrifted(part, proven.get()));
  }

  /** What somebody changed on the host can have ended what an earlier call proved. */
  private boolean wasProvenDrifted(ImportPlan part, Instant proven) {
    return store
        .installs()
        .get(part.host(), part.importName())
        .filter(install -> install.state() == ProviderState.DRIFTED)
        .filter(install -> !proven.isBefore(install.since()))
        .isPresent();
  }

  private static boolean isFor(Planned planned, GrantDocument grant, DesiredImport desired) {
    List<String> hosts =
        planned
            .loaded()
            .documents()
            .providerImport(desired.name())
            .map(wish -> grant.hostsAmong(wish.hosts()))
            .orElse(List.of());
    return hosts.contains(desired.host());
  }

  private GatewayProof proveGrant(
      Planned planned,
      ConnectedHost host,
      DesiredImport desired,
      GrantDocument grant,
      GrantDocument.ProbeKey probe,
      long groupId) {
    listener.stage(
        "calling %s on %s as %s".formatted(desired.smokeTestModel(), desired.host(), probe.user()));
    OpenedKeys opened =
        opener.open(
            probe.source(),
            SealPurposes.ofProbe(planned.loaded().documents(), grant),
            grant.places().at("spec.probe.key"),
            "spec.probe.key");
    try {
      Secret key = opened.keys().getFirst();
      return new GatewayProber(host.adapter(), clock, patience)
          .prove(
              grant.name(),
              key,
              desired.smokeTestModel(),
              groupId,
              what -> listener.waiting("", what));
    } finally {
      opened.keys().forEach(Secret::close);
    }
  }

  private void record(DesiredImport desired, Closure closure, @Nullable BatchResult batch) {
    String batchId = batch == null ? null : batch.batchId();
    String evidence =
        closure.proofs().isEmpty()
            ? closure.note()
            : closure.proofs().stream()
                .map(proof -> "grant " + proof.grant() + ": " + proof.evidence())
                .collect(Collectors.joining("\n"));
    store
        .closures()
        .append(
            new Closures.Closure(
                desired.host(),
                desired.name(),
                closure.state(),
                evidence,
                clock.instant(),
                batchId));
    StoredProbes probes = new StoredProbes(store, clock, batchId);
    for (GatewayProof proof : closure.proofs()) {
      probes.record(
          ResourceKey.group(desired.host(), desired.name()),
          ProbeLog.Kind.GATEWAY,
          proof.proven() ? "passed" : "failed",
          proof.evidence());
    }
    probes.flush();
  }
}
