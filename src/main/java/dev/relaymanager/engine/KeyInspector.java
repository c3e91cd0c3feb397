package dev.relaymanager.engine;

import dev.relaymanager.apply.KeyTrial;
import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.probe.KeyProber;
import dev.relaymanager.store.StateStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Opens and tries the keys of imports, with what their packs say of the vendor, and keeps what
 * comes of it. Safe for use by many threads.
 */
final class KeyInspector {
  private final StateStore store;
  private final KeySources sources;
  private final HttpCaller vendorHttp;
  private final InstantSource clock;
  private final EngineListener listener;

  KeyInspector(
      StateStore store,
      KeySources sources,
      HttpCaller vendorHttp,
      InstantSource clock,
      EngineListener listener) {
    this.store = store;
    this.sources = sources;
    this.vendorHttp = vendorHttp;
    this.clock = clock;
    this.listener = listener;
  }

  KeyFinder keys(Planned planned, ImportPlan part) {
    return sources.of(part.host(), part.importName(), null, planned.loaded());
  }

  KeyTrial trial(Planned planned, ImportPlan part, ConnectedHost host, StoredProbes probes) {
    DesiredImport desired = part.desired();
    if (desired == null) {
      return NoTrial.INSTANCE;
    }
    Pack pack = PlanMaker.packOf(planned.loaded(), desired);
    Provider provider = pack.provider(desired.providerId()).orElseThrow();
    return new KeyProber(host.adapter(), vendorHttp, provider, desired.smokeTestModel(), probes);
  }

  /** Tries the keys of accounts that were never tried, and those whose proof is old. */
  SortedMap<ResourceKey, KeyVerdict> tryWhatIsDue(
      Planned planned,
      ImportPlan part,
      DesiredImport desired,
      List<RecordedResource> recorded,
      HeldProofs proofs) {
    SortedMap<ResourceKey, KeyVerdict> verdicts =
        tryAccounts(planned, part, desired, KeyChecks.untried(recorded, proofs));
    List<RecordedResource> old = KeyChecks.old(recorded, proofs, clock.instant());
    if (!old.isEmpty() && planned.hosts().containsKey(part.host())) {
      listener.stage("trying " + old.size() + " keys again whose proof is old");
      verdicts.putAll(checking(planned, part, checks -> checks.tryKeys(old, proofs)));
    }
    refused(verdicts).lines().forEach(listener::warning);
    return verdicts;
  }

  /** Makes accounts fit to serve and tries each; not while something of the import has drifted. */
  SortedMap<ResourceKey, KeyVerdict> tryAccounts(
      Planned planned, ImportPlan part, DesiredImport desired, List<RecordedResource> accounts) {
    if (accounts.isEmpty()
        || !planned.hosts().containsKey(part.host())
        || !part.drift().isEmpty()) {
      return new TreeMap<>();
    }
    listener.stage("trying " + accounts.size() + " keys that an earlier run left unproven");
    return checking(planned, part, checks -> checks.tryAccounts(accounts, desired.protocol()));
  }

  /** Tries the keys of all accounts of an import that stand. */
  SortedMap<ResourceKey, KeyVerdict> tryAll(Planned planned, ImportPlan part) {
    List<RecordedResource> accounts =
        KeyChecks.accounts(planned.observed().recorded().of(part.host(), part.importName()))
            .toList();
    if (accounts.isEmpty() || part.desired() == null || !planned.hosts().containsKey(part.host())) {
      return new TreeMap<>();
    }
    listener.stage("trying " + accounts.size() + " keys of " + part.name());
    HeldProofs proofs = HeldProofs.of(store, part.host(), part.importName());
    return checking(planned, part, checks -> checks.tryKeys(accounts, proofs));
  }

  private SortedMap<ResourceKey, KeyVerdict> checking(
      Planned planned,
      ImportPlan part,
      Function<KeyChecks, SortedMap<ResourceKey, KeyVerdict>> work) {
    ConnectedHost host = Objects.requireNonNull(planned.hosts().get(part.host()));
    StoredProbes probes = new StoredProbes(store, clock, null);
    try {
      return work.apply(
          new KeyChecks(host.adapter(), keys(planned, part), trial(planned, part, host, probes)));
    } finally {
      probes.flush();
    }
  }

  /** Keys that do not work, and why, a line each; empty when all do. */
  static String refused(SortedMap<ResourceKey, KeyVerdict> verdicts) {
    return verdicts.entrySet().stream()
        .filter(tried -> !tried.getValue().usable())
        .map(
            tried ->
                tried.getKey()
                    + ": key is "
                    + tried.getValue().id()
                    + ": "
                    + tried.getValue().evidence())
        .collect(Collectors.joining("\n"));
  }
}
