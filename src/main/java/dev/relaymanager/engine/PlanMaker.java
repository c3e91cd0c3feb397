package dev.relaymanager.engine;

import dev.relaymanager.desired.Deletion;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.host.HostException;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.LiveReader;
import dev.relaymanager.observed.Observed;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.PlanContext;
import dev.relaymanager.plan.Planner;
import dev.relaymanager.plan.Selection;
import dev.relaymanager.store.StateStore;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Connects to the hosts of a revision, reads them, and lets the planner compare. */
final class PlanMaker {
  private final StateStore store;
  private final String installation;
  private final InstantSource clock;
  private final EngineListener listener;

  PlanMaker(StateStore store, String installation, InstantSource clock, EngineListener listener) {
    this.store = store;
    this.installation = installation;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Plans.
   *
   * @param settling whether open intents of a crashed run are settled and recorded first; without
   *     it they are only pointed out
   * @param options whose selection is not looked at
   */
  Planned plan(Loaded loaded, HostPool pool, boolean settling, PlanOptions options) {
    Hosts hosts = new Hosts(new TreeMap<>(), new HashMap<>(), new HashMap<>());
    Set<String> names = new TreeSet<>();
    loaded.state().imports().forEach(wanted -> names.add(wanted.host()));
    leaveOut(names, options, hosts);
    names.forEach(name -> read(name, loaded, pool, settling, hosts));
    // Those that only the record knows come after, so that nothing waits for the record before.
    Set<String> others = new TreeSet<>();
    store.resources().recorded().resources().keySet().forEach(key -> others.add(key.host()));
    others.removeAll(names);
    leaveOut(others, options, hosts);
    others.forEach(name -> read(name, loaded, pool, settling, hosts));
    Recorded recorded = store.resources().recorded();
    Observed observed =
        new Observed(
            recorded,
            options.retryRefused()
                ? Map.of()
                : new RefusedKeys(store).among(loaded.state(), recorded),
            hosts.live());
    Plan plan =
        Planner.plan(
            loaded.state(),
            observed,
            hosts.unread(),
            new PlanContext(installation, clock.instant(), lastDeletions()));
    if (recorded.resources().isEmpty() && carriesOurMarks(hosts.live())) {
      listener.warning(
          "nothing is on record, but hosts carry our marks: was the state folder lost?"
              + " relayctl recover rebuilds the record");
    }
    if (!options.retryQuarantined()) {
      plan = Quarantined.without(plan, loaded, store.revisions());
    }
    plan = PackUpgrades.noted(Quarantined.withoutHalfTakenBack(plan, store), store.installs());
    return new Planned(loaded, observed, plan, hosts.connected(), Selection.ALL);
  }

  private static void leaveOut(Set<String> names, PlanOptions options, Hosts hosts) {
    if (!options.hosts().isEmpty()) {
      names.stream()
          .filter(name -> !options.hosts().contains(name))
          .forEach(name -> hosts.unread.put(name, "host " + name + " was not asked for"));
      names.retainAll(options.hosts());
    }
  }

  private boolean carriesOurMarks(Map<String, LiveHost> live) {
    return live.values().stream()
        .flatMap(host -> host.all(ResourceType.ACCOUNT).values().stream())
        .map(LiveResource::marker)
        .anyMatch(marker -> marker != null && marker.installation().equals(installation));
  }

  private Map<String, Deletion> lastDeletions() {
    Map<String, Deletion> deletions = new HashMap<>();
    store
        .installs()
        .deletions()
        .forEach(
            kept ->
                deletions.put(
                    kept.host() + "/" + kept.importName(),
                    Deletion.valueOf(kept.deletion().toUpperCase(Locale.ROOT))));
    return deletions;
  }

  /** What became of the hosts, by name. */
  private record Hosts(
      SortedMap<String, String> unread,
      Map<String, ConnectedHost> connected,
      Map<String, LiveHost> live) {}

  private void read(String name, Loaded loaded, HostPool pool, boolean settling, Hosts hosts) {
    HostDocument document = loaded.documents().host(name).orElse(null);
    if (document == null) {
      hosts.unread.put(name, "its Host document is gone, but resources are recorded on it");
      return;
    }
    try {
      listener.stage("reading host " + name);
      ConnectedHost host = pool.connect(document, false);
      checkPacks(loaded, host);
      LiveHost read = LiveReader.read(host.adapter(), () -> wanted(loaded, name));
      if (settle(name, read, settling)) {
        read = LiveReader.read(host.adapter(), () -> wanted(loaded, name));
      }
      hosts.connected.put(name, host);
      hosts.live.put(name, read);
    } catch (HostPool.UnusableHostException unusable) {
      hosts.unread.put(name, unusable.problem().toString());
    } catch (HostException failed) {
      hosts.unread.put(name, HostPool.problem(document, failed.fault()).toString());
    }
  }

  /** A pack or provider that does not fit the host's version makes the host unusable for it. */
  private static void checkPacks(Loaded loaded, ConnectedHost host)
      throws HostPool.UnusableHostException {
    for (DesiredImport wanted : loaded.state().imports()) {
      if (!wanted.host().equals(host.document().name()) || wanted.disabled()) {
        continue;
      }
      Pack pack = packOf(loaded, wanted);
      Provider provider = pack.provider(wanted.providerId()).orElseThrow();
      Optional<Problem> refusal = pack.refusal(provider, host.report().version());
      if (refusal.isPresent()) {
        throw new HostPool.UnusableHostException(
            new Problem(
                refusal.get().code(),
                wanted.place(),
                "",
                "import %s on host %s: %s"
                    .formatted(wanted.name(), wanted.host(), refusal.get().message()),
                refusal.get().fix()),
            host.report());
      }
    }
  }

  static Pack packOf(Loaded loaded, DesiredImport wanted) {
    return loaded.packs().values().stream()
        .filter(
            pack ->
                pack.id().equals(wanted.packId()) && pack.version().equals(wanted.packVersion()))
        .findFirst()
        .orElseThrow();
  }

  private LiveReader.Wanted wanted(Loaded loaded, String host) {
    Recorded recorded = store.resources().recorded();
    boolean probes =
        loaded.documents().host(host).filter(HostDocument::probeUser).isPresent()
            || ProbeUsers.mayStand(store, host);
    Map<String, Set<Long>> subscribers = new TreeMap<>();
    Set<Long> groups = new HashSet<>();
    Set<ResourceKey> declared = new HashSet<>();
    for (DesiredImport wanted : loaded.state().imports()) {
      if (!wanted.host().equals(host)) {
        continue;
      }
      for (DesiredResource resource : wanted.resources()) {
        declared.add(resource.key());
        if (resource.key().type() == ResourceType.SUBSCRIPTION) {
          subscribers
              .computeIfAbsent(resource.key().name(), user -> new HashSet<>())
              .add(recorded.get(resource.key()).map(RecordedResource::hostId).orElse(0L));
        }
      }
    }
    for (RecordedResource resource : recorded.resources().values()) {
      if (resource.key().host().equals(host)
          && resource.key().type() == ResourceType.GROUP
          && !declared.contains(resource.key())) {
        groups.add(resource.hostId());
      }
    }
    return new LiveReader.Wanted(subscribers, groups, probes);
  }

  /** True when something of a crashed run was looked up and is on record now. */
  private boolean settle(String host, LiveHost live, boolean settling) {
    Unfinished unfinished = new Unfinished(store, installation, listener);
    if (!settling) {
      unfinished.pointOut(host);
      return false;
    }
    return unfinished.settle(host, live);
  }
}
