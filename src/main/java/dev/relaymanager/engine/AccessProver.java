package dev.relaymanager.engine;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.desired.Access;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.GrantDocument;
import dev.relaymanager.desired.ImportDocument;
import dev.relaymanager.desired.SealPurposes;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostUser;
import dev.relaymanager.host.UserLogin;
import dev.relaymanager.model.ClosureState;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ProviderState;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.model.Subscriber;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.probe.AccessJudge;
import dev.relaymanager.probe.Closure;
import dev.relaymanager.probe.GatewayProber;
import dev.relaymanager.probe.GatewayProof;
import dev.relaymanager.probe.ProbeLog;
import dev.relaymanager.probe.WayProof;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.seal.SecretOpener;
import dev.relaymanager.store.Closures;
import dev.relaymanager.store.Probes;
import dev.relaymanager.store.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proves by calls through the gateway that users can call an import's models, and records it. A
 * proof is believed for some hours; after that a way that cannot be checked is claimed no more.
 */
final class AccessProver {
  private static final String OWN_KEY =
      "a user's own key does as well: seal it and name it under spec.probe of a grant";

  private final StateStore store;
  private final String installation;
  private final SecretOpener opener;
  private final KeySources sources;
  private final InstantSource clock;
  private final EngineListener listener;
  private final Duration patience;
  private final Duration proofLasts;

  /**
   * A prover.
   *
   * @param installation tells our subscriptions by their marks
   * @param sources tells the passwords of probe users
   * @param patience how long a proof waits for the host's caches
   * @param proofLasts a proof that is younger than this and held is not repeated when nothing
   *     changed
   */
  AccessProver(
      StateStore store,
      String installation,
      SecretOpener opener,
      KeySources sources,
      InstantSource clock,
      EngineListener listener,
      Duration patience,
      Duration proofLasts) {
    this.store = store;
    this.installation = installation;
    this.opener = opener;
    this.sources = sources;
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
    List<GrantDocument> grants = grants(planned, desired);
    if (batch == null
        && known.isPresent()
        && asksTheSame(known.get(), desired, grants)
        && stillHolds(known.get(), part)) {
      return new Closure(
          known.get().state(), known.get().ways(), List.of(), known.get().evidence());
    }
    Closure closure = ask(planned, desired, grants);
    record(desired, closure, batch);
    return closure;
  }

  private Closure ask(Planned planned, DesiredImport desired, List<GrantDocument> grants) {
    Optional<RecordedResource> group =
        store.resources().get(ResourceKey.group(desired.host(), desired.name()));
    ConnectedHost host = planned.hosts().get(desired.host());
    if (group.isEmpty() || host == null) {
      return AccessJudge.unchecked(desired.access(), "not checked: its group does not stand");
    }
    List<GatewayProof> proofs = new ArrayList<>();
    for (GrantDocument grant : grants) {
      proofs.add(proveGrant(planned, host.adapter(), desired, grant, group.get().hostId()));
    }
    if (probeUser(desired).isPresent()) {
      proofs.add(proveProbe(host, desired, group.get().hostId()));
    }
    AccessJudge.ForSale forSale =
        desired.access().contains(Access.SELF_SERVICE)
                && proofs.stream().anyMatch(GatewayProof::proven)
            ? forSale(host.adapter(), group.get().hostId())
            : new AccessJudge.ForSale(List.of(), "");
    return AccessJudge.judge(desired.access(), proofs, forSale);
  }

  /**
   * An import that could not be looked at keeps what was proven of it while the proof is young; an
   * old one is claimed no more.
   *
   * @param why it could not be looked at
   */
  void letGo(String host, String importName, String why) {
    Optional<Closures.Closure> known = store.closures().latest(host, importName);
    if (known.isEmpty() || !isReady(known.get().state()) || isYoung(host, importName)) {
      return;
    }
    String since =
        lastProven(host, importName)
            .map(proven -> " since " + proven.truncatedTo(ChronoUnit.SECONDS))
            .orElse("");
    append(
        host,
        importName,
        AccessJudge.unchecked(ways(known.get()), "not checked" + since + ": " + why),
        null);
  }

  /** The ways that were judged; before they were kept, there was but one. */
  private static Set<Access> ways(Closures.Closure known) {
    return known.ways().isEmpty()
        ? Set.of(Access.SUBSCRIPTION)
        : known.ways().stream().map(WayProof::way).collect(Collectors.toSet());
  }

  private static boolean isReady(ClosureState state) {
    return switch (state) {
      case SUBSCRIPTION_READY, SELF_SERVICE_READY, FULLY_READY -> true;
      case NOT_CONFIGURED, BROKEN -> false;
    };
  }

  /** Whether ways and callers are those that were asked the last time. */
  private static boolean asksTheSame(
      Closures.Closure known, DesiredImport desired, List<GrantDocument> grants) {
    Set<Access> ways = known.ways().stream().map(WayProof::way).collect(Collectors.toSet());
    Set<GatewayProof.Caller> callers =
        known.proofs().stream().map(GatewayProof::caller).collect(Collectors.toSet());
    return ways.equals(desired.access())
        && callers.equals(
            Stream.concat(grants.stream().map(AccessProver::caller), probeUser(desired).stream())
                .collect(Collectors.toSet()));
  }

  /** The probe user of an import, where its host allows one. */
  private static Optional<GatewayProof.Caller> probeUser(DesiredImport desired) {
    return desired.resources().stream()
        .filter(resource -> resource.key().type() == ResourceType.PROBE_USER)
        .map(resource -> GatewayProof.Caller.probeUser(resource.spec().name()))
        .findFirst();
  }

  /** Calls as the probe user, whose key it reads for that itself: one login a proof. */
  private GatewayProof proveProbe(ConnectedHost host, DesiredImport desired, long groupId) {
    GatewayProof.Caller caller = probeUser(desired).orElseThrow();
    Optional<RecordedResource> user =
        store.resources().get(ResourceKey.probeUser(desired.host(), desired.name()));
    Optional<RecordedResource> key =
        store.resources().get(ResourceKey.probeKey(desired.host(), desired.name()));
    if (user.isEmpty() || key.isEmpty()) {
      return GatewayProof.unchecked(
          caller, "it or its key could not be made; " + OWN_KEY, clock.instant());
    }
    listener.stage(
        "calling %s on %s as its probe user".formatted(desired.smokeTestModel(), desired.host()));
    HostOutcome<Secret> read;
    try (Secret password = sources.probePassword(host.document(), desired.name())) {
      read =
          host.adapter()
              .userKey(new UserLogin(user.get().spec().name(), password), key.get().hostId());
    }
    if (!(read instanceof HostOutcome.Done<Secret> done)) {
      return GatewayProof.unchecked(
          caller,
          "it could not log in and read its key: " + read.faultText() + "; " + OWN_KEY,
          clock.instant());
    }
    try (Secret opened = done.value()) {
      return new GatewayProber(host.adapter(), installation, clock, patience)
          .prove(
              new GatewayProber.Wanted(
                  caller, user.get().hostId(), desired.smokeTestModel(), groupId),
              opened,
              what -> listener.waiting("", what));
    }
  }

  private boolean stillHolds(Closures.Closure known, ImportPlan part) {
    return isReady(known.state())
        && isYoung(part.host(), part.importName())
        && (part.drift().isEmpty() || wasProvenDrifted(part));
  }

  private boolean isYoung(String host, String importName) {
    return lastProven(host, importName)
        .filter(proven -> clock.instant().isBefore(proven.plus(proofLasts)))
        .isPresent();
  }

  private Optional<Instant> lastProven(String host, String importName) {
    return store
        .probes()
        .latest(ResourceKey.group(host, importName), Probes.Kind.GATEWAY)
        .map(Probes.ProbeResult::at);
  }

  /** What somebody changed on the host can have ended what an earlier call proved. */
  private boolean wasProvenDrifted(ImportPlan part) {
    Optional<Instant> proven = lastProven(part.host(), part.importName());
    return store
        .installs()
        .get(part.host(), part.importName())
        .filter(install -> install.state() == ProviderState.DRIFTED)
        .filter(install -> proven.isPresent() && !proven.get().isBefore(install.since()))
        .isPresent();
  }

  /** The grants of an import on a host that give a user's key. */
  private static List<GrantDocument> grants(Planned planned, DesiredImport desired) {
    List<String> importHosts =
        planned
            .loaded()
            .documents()
            .providerImport(desired.name())
            .map(ImportDocument::hosts)
            .orElse(List.of());
    return planned.loaded().documents().grantsOf(desired.name()).stream()
        .filter(grant -> grant.probe() != null)
        .filter(grant -> grant.hostsAmong(importHosts).contains(desired.host()))
        .toList();
  }

  private static GatewayProof.Caller caller(GrantDocument grant) {
    return new GatewayProof.Caller(grant.name(), probe(grant).user());
  }

  private static GrantDocument.ProbeKey probe(GrantDocument grant) {
    return Objects.requireNonNull(grant.probe(), grant.name());
  }

  private GatewayProof proveGrant(
      Planned planned, HostAdapter host, DesiredImport desired, GrantDocument grant, long groupId) {
    GatewayProof.Caller caller = caller(grant);
    listener.stage(
        "calling %s on %s as %s"
            .formatted(desired.smokeTestModel(), desired.host(), caller.user()));
    OptionalLong id = Subscriber.id(caller.user());
    HostOutcome<Optional<HostUser>> user =
        id.isPresent() ? host.user(id.getAsLong()) : host.userByEmail(caller.user());
    if (!(user instanceof HostOutcome.Done<Optional<HostUser>> done) || done.value().isEmpty()) {
      return GatewayProof.unchecked(
          caller,
          user.faultText().isEmpty()
              ? "host " + desired.host() + " has no user with " + Subscriber.shown(caller.user())
              : "the user " + caller.user() + " could not be looked up: " + user.faultText(),
          clock.instant());
    }
    OpenedKeys opened;
    try {
      opened =
          opener.open(
              probe(grant).source(),
              SealPurposes.ofProbe(planned.loaded().documents(), grant),
              grant.places().at("spec.probe.key"),
              "spec.probe.key");
    } catch (InvalidInputException unopened) {
      return GatewayProof.unchecked(
          caller, "the key could not be opened: " + unopened.getMessage(), clock.instant());
    }
    try {
      Secret key = opened.keys().getFirst();
      return new GatewayProber(host, installation, clock, patience)
          .prove(
              new GatewayProber.Wanted(
                  caller, done.value().get().id(), desired.smokeTestModel(), groupId),
              key,
              what -> listener.waiting("", what));
    } finally {
      opened.keys().forEach(Secret::close);
    }
  }

  private static AccessJudge.ForSale forSale(HostAdapter host, long groupId) {
    Reference group = new Reference.Id(groupId);
    HostOutcome<List<LiveResource.Plan>> plans = host.plans();
    List<String> names =
        plans instanceof HostOutcome.Done<List<LiveResource.Plan>> done
            ? done.value().stream()
                .map(LiveResource.Plan::spec)
                .filter(plan -> plan.forSale() && plan.group().equals(group))
                .map(ResourceSpec.Plan::name)
                .toList()
            : List.of();
    return new AccessJudge.ForSale(names, plans.faultText());
  }

  private void record(DesiredImport desired, Closure closure, @Nullable BatchResult batch) {
    String batchId = batch == null ? null : batch.batchId();
    append(desired.host(), desired.name(), closure, batchId);
    StoredProbes probes = new StoredProbes(store, clock, batchId);
    for (GatewayProof proof : closure.proofs()) {
      probes.record(
          ResourceKey.group(desired.host(), desired.name()),
          ProbeLog.Kind.GATEWAY,
          switch (proof.verdict()) {
            case PROVEN -> "passed";
            case REFUSED -> "failed";
            case UNCHECKED -> "inconclusive";
          },
          proof.evidence());
    }
    probes.flush();
  }

  private void append(String host, String importName, Closure closure, @Nullable String batchId) {
    store
        .closures()
        .append(
            new Closures.Closure(
                host,
                importName,
                closure.state(),
                closure.evidence(),
                clock.instant(),
                batchId,
                closure.ways(),
                closure.proofs()));
  }
}
