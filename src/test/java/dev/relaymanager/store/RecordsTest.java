package dev.relaymanager.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.desired.Access;
import dev.relaymanager.host.Capability;
import dev.relaymanager.host.HostReport;
import dev.relaymanager.model.ClosureState;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ProviderState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.probe.GatewayProof;
import dev.relaymanager.probe.WayProof;
import dev.relaymanager.probe.WayVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts, packs, installs, findings and revisions: what comes back, and what costs no write. */
class RecordsTest {
  private static final Instant LATER = Samples.NOW.plusSeconds(60);

  @TempDir Path folder;
  private Instant now = Samples.NOW;
  private StateStore store;

  @BeforeEach
  void open() {
    store = StateStore.open(folder, () -> now);
    store.journal().openBatch(Samples.batch("b1"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String written() {
    try {
      return Files.readString(folder.resolve("relay.db-wal"), StandardCharsets.ISO_8859_1);
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private void costsNoWrite(Runnable work) {
    String before = written();
    work.run();
    assertEquals(before.hashCode(), written().hashCode());
    assertEquals(before.length(), written().length());
  }

  private static Hosts.HostRecord host(Hosts.Status status, Instant checkedAt) {
    return new Hosts.HostRecord(
        "prod", "https://h.example", null, status, List.of("a \"quoted\" reason", "b"), checkedAt);
  }

  @Test
  void aHostIsKeptAsLastFound() {
    Hosts.HostRecord unreachable = host(Hosts.Status.UNREACHABLE, now);
    assertTrue(store.hosts().save(unreachable));
    costsNoWrite(() -> assertFalse(store.hosts().save(host(Hosts.Status.UNREACHABLE, LATER))));
    assertEquals(Optional.of(unreachable), store.hosts().get("prod"));
    Hosts.HostRecord unsupported = host(Hosts.Status.UNSUPPORTED, LATER);
    assertTrue(store.hosts().save(unsupported));
    assertEquals(List.of(unsupported), store.hosts().list());
    assertTrue(store.hosts().remove("prod"));
    assertFalse(store.hosts().remove("prod"));
    assertEquals(Optional.empty(), store.hosts().get("prod"));
  }

  private static HostReport report(boolean present) {
    TreeMap<Capability, HostReport.Finding> findings = new TreeMap<>();
    for (Capability capability : Capability.values()) {
      findings.put(capability, new HostReport.Finding(true, "GET /" + capability.id() + " → 200"));
    }
    findings.put(Capability.ACCOUNTS, new HostReport.Finding(present, "evidence"));
    return new HostReport("0.1.172", "0.1.126", "newer than known", findings);
  }

  @Test
  void aSnapshotIsKeptWhenAHostsCapabilitiesChange() {
    store.hosts().save(host(Hosts.Status.SUPPORTED, now));
    assertTrue(store.hosts().addSnapshot("prod", report(true), now));
    costsNoWrite(() -> assertFalse(store.hosts().addSnapshot("prod", report(true), LATER)));
    assertTrue(store.hosts().addSnapshot("prod", report(false), LATER));
    Hosts.Snapshot last = new Hosts.Snapshot("prod", report(false), LATER);
    assertEquals(Optional.of(last), store.hosts().latestSnapshot("prod"));
    assertEquals(
        List.of(last, new Hosts.Snapshot("prod", report(true), now)),
        store.hosts().snapshots("prod", 9));
    assertThrows(
        IllegalStateException.class,
        () -> store.hosts().addSnapshot("stranger", report(true), now));
  }

  private static Packs.PackRecord pack(String digest) {
    return new Packs.PackRecord("cn", "1.0.0", digest, "packs/cn", ">=0.1.126 <0.2.0");
  }

  @Test
  void aPackIsInstalledOnceAndReplacedWhenItsContentChanges() {
    List<Packs.ProviderRecord> providers =
        List.of(
            new Packs.ProviderRecord("kimi", "{\"b\": 1}"),
            new Packs.ProviderRecord("deepseek", "{}"));
    assertEquals(Packs.Outcome.INSTALLED, store.packs().install(pack("d1"), providers));
    now = LATER;
    costsNoWrite(
        () -> assertEquals(Packs.Outcome.UNCHANGED, store.packs().install(pack("d1"), providers)));
    assertEquals(List.of(new Packs.Installed(pack("d1"), Samples.NOW)), store.packs().list());
    assertEquals(
        List.of(providers.get(1), providers.get(0)), store.packs().providers("cn", "1.0.0"));

    assertEquals(
        Packs.Outcome.REPLACED, store.packs().install(pack("d2"), providers.subList(0, 1)));
    assertEquals(
        Optional.of(new Packs.Installed(pack("d2"), LATER)), store.packs().get("cn", "1.0.0"));
    assertEquals(providers.subList(0, 1), store.packs().providers("cn", "1.0.0"));
    assertEquals(Optional.empty(), store.packs().get("cn", "2.0.0"));
  }

  @Test
  void aProvidersIdIsUniqueInItsPack() {
    Packs.ProviderRecord provider = new Packs.ProviderRecord("deepseek", "{}");
    assertThrows(
        IllegalStateException.class,
        () -> store.packs().install(pack("d1"), List.of(provider, provider)));
    assertEquals(List.of(), store.packs().list());
  }

  @Test
  void anInstallKeepsTheTimeOfItsState() {
    assertTrue(move(ProviderState.INSTALLED, ""));
    now = LATER;
    costsNoWrite(() -> assertFalse(move(ProviderState.INSTALLED, "")));
    assertTrue(move(ProviderState.INSTALLED, "waits for a host"));
    assertEquals(
        new Installs.Install(
            "prod",
            "deepseek",
            "cn",
            "1.0.0",
            "deepseek",
            ProviderState.INSTALLED,
            "waits for a host",
            Samples.NOW),
        store.installs().get("prod", "deepseek").orElseThrow());
    assertTrue(move(ProviderState.ACTIVE, ""));
    assertEquals(LATER, store.installs().list().get(0).since());
    assertTrue(store.installs().remove("prod", "deepseek"));
    assertFalse(store.installs().remove("prod", "deepseek"));
    assertEquals(List.of(), store.installs().list());
  }

  private boolean move(ProviderState state, String detail) {
    return store.installs().move("prod", "deepseek", "cn", "1.0.0", "deepseek", state, detail);
  }

  private static Probes.ProbeResult probe(ResourceKey key, Probes.Kind kind, String verdict) {
    return new Probes.ProbeResult(key, kind, verdict, "detail", Samples.NOW, "b1");
  }

  @Test
  void theLastProbeOfEachKindIsFound() {
    ResourceKey one = Samples.accountKey(1);
    store
        .probes()
        .append(
            List.of(
                probe(one, Probes.Kind.SMOKE, "dead"),
                probe(one, Probes.Kind.HOST_TEST, "passed"),
                probe(one, Probes.Kind.SMOKE, "fine"),
                probe(Samples.accountKey(2), Probes.Kind.SMOKE, "empty")));
    store.probes().append(List.of());

    assertEquals(
        Optional.of(probe(one, Probes.Kind.SMOKE, "fine")),
        store.probes().latest(one, Probes.Kind.SMOKE));
    assertEquals(Optional.empty(), store.probes().latest(one, Probes.Kind.MODELS));
  }

  private static KeyProofs.KeyProof proof(
      int account, String key, String verdict, boolean failsOnHost, @Nullable Instant workedAt) {
    return new KeyProofs.KeyProof(
        Samples.accountKey(account),
        new Fingerprint(key.repeat(64)),
        verdict,
        failsOnHost,
        "evidence",
        LATER,
        workedAt);
  }

  @Test
  void ofEachKeyTheLastTrialIsKeptAndWhenItLastWorked() {
    KeyProofs.KeyProof fine = proof(1, "a", "fine", false, Samples.NOW);
    KeyProofs.KeyProof other = proof(1, "b", "unproven", true, Samples.NOW);
    KeyProofs.KeyProof never = proof(2, "a", "empty", false, null);
    store.keyProofs().keep(List.of(fine, other, never));
    store.keyProofs().keep(List.of());
    assertEquals(Set.of(fine, other, never), Set.copyOf(store.keyProofs().of("prod", "deepseek")));
    assertEquals(List.of(), store.keyProofs().of("prod", "kimi"));
    assertEquals(Set.of(other, never), Set.copyOf(store.keyProofs().bad()));

    store.keyProofs().keep(List.of(proof(1, "a", "dead", false, null)));
    KeyProofs.KeyProof died = proof(1, "a", "dead", false, Samples.NOW);
    assertEquals(Set.of(died, other, never), Set.copyOf(store.keyProofs().bad()));
  }

  @Test
  void aClosureIsKeptWhenItsStateOrEvidenceChanges() {
    Closures.Closure broken = closure(ClosureState.BROKEN, "401", Samples.NOW);
    assertTrue(store.closures().append(broken));
    costsNoWrite(
        () -> assertFalse(store.closures().append(closure(ClosureState.BROKEN, "401", LATER))));
    Closures.Closure other = closure(ClosureState.BROKEN, "402", LATER);
    assertTrue(store.closures().append(other));
    Closures.Closure ready = closure(ClosureState.SUBSCRIPTION_READY, "402", LATER);
    assertTrue(store.closures().append(ready));
    assertEquals(Optional.of(ready), store.closures().latest("prod", "deepseek"));
    assertEquals(List.of(ready, other, broken), store.closures().history("prod", "deepseek", 9));
  }

  @Test
  void aCallThatFindsTheSameAgainMovesOnlyItsTime() {
    Closures.Closure first = proven(Samples.NOW);
    assertTrue(store.closures().append(first));
    costsNoWrite(() -> assertFalse(store.closures().append(first)));
    assertEquals(Optional.of(first), store.closures().latest("prod", "deepseek"));

    assertFalse(store.closures().append(proven(LATER)));
    Closures.Closure latest = store.closures().latest("prod", "deepseek").orElseThrow();
    assertEquals(LATER, latest.proofs().getFirst().at());
    assertEquals(Samples.NOW, latest.at());
    assertEquals(1, store.closures().history("prod", "deepseek", 9).size());
  }

  private static Closures.Closure proven(Instant at) {
    return new Closures.Closure(
        "prod",
        "deepseek",
        ClosureState.SUBSCRIPTION_READY,
        "answered",
        Samples.NOW,
        null,
        List.of(
            new WayProof(Access.SUBSCRIPTION, WayVerdict.PROVEN, "answered"),
            new WayProof(Access.SELF_SERVICE, WayVerdict.UNCHECKED, "unknown")),
        List.of(
            new GatewayProof(
                new GatewayProof.Caller("research", "alice@example.com"),
                WayVerdict.PROVEN,
                "POST /v1/chat/completions with deepseek-chat",
                200,
                "answered",
                "deepseek-team-a",
                new GatewayProof.Paid(7, true),
                at),
            new GatewayProof(
                new GatewayProof.Caller("others", "17"),
                WayVerdict.REFUSED,
                "",
                403,
                "refused",
                "",
                null,
                at)));
  }

  private static Closures.Closure closure(ClosureState state, String evidence, Instant at) {
    return new Closures.Closure("prod", "deepseek", state, evidence, at, null);
  }

  @Test
  void aRunIsKeptWhenItFindsSomethingElseThanTheOneBefore() {
    Runs.Run first = run("repo#main", "active", 3, Samples.NOW);
    assertTrue(store.runs().append(first));
    costsNoWrite(() -> assertFalse(store.runs().append(run("repo#main", "active", 3, LATER))));
    assertTrue(store.runs().append(run("repo#other", "active", 3, LATER)));
    Runs.Run second = run("repo#main", "drifted", 0, LATER);
    assertTrue(store.runs().append(second));
    assertEquals(List.of(second, first), store.runs().list("repo#main", 9));
    assertEquals(Optional.of(second), store.runs().latest("repo#main"));
    assertEquals(Optional.empty(), store.runs().latest("nothing"));
  }

  private static Runs.Run run(String scope, String outcome, long created, Instant started) {
    return new Runs.Run(
        scope,
        "1a2b3c4",
        outcome,
        new TreeMap<>(Map.of("created", created, "drifted", 0L)),
        started,
        started.plusSeconds(1),
        "digest");
  }

  @Test
  void theRevisionThatWasAppliedLastIsKeptForEachBranch() {
    assertEquals(Optional.empty(), store.revisions().lastApplied("repo", "main"));
    assertTrue(store.revisions().setApplied("repo", "main", "r1"));
    now = LATER;
    costsNoWrite(() -> assertFalse(store.revisions().setApplied("repo", "main", "r1")));
    assertTrue(store.revisions().setApplied("repo", "other", "r0"));
    assertEquals(
        Optional.of(new Revisions.Applied("r1", Samples.NOW)),
        store.revisions().lastApplied("repo", "main"));
    assertTrue(store.revisions().setApplied("repo", "main", "r2"));
    assertEquals(
        Optional.of(new Revisions.Applied("r2", LATER)),
        store.revisions().lastApplied("repo", "main"));
  }

  @Test
  void aQuarantineHoldsForItsImportOnItsHostUntilItIsCleared() {
    assertTrue(store.revisions().quarantine("prod", "deepseek", "r1", "b1"));
    costsNoWrite(() -> assertFalse(store.revisions().quarantine("prod", "deepseek", "r1", "b1")));
    assertTrue(store.revisions().quarantine("prod", "kimi", "r1", "b1"));
    assertEquals(
        Optional.of(new Revisions.Quarantine("prod", "deepseek", "r1", "b1", Samples.NOW)),
        store.revisions().quarantined("prod", "deepseek", "r1"));
    assertEquals(Optional.empty(), store.revisions().quarantined("prod", "deepseek", "r2"));
    assertEquals(1, store.revisions().clear("prod", "deepseek"));
    assertEquals(
        List.of("kimi"),
        store.revisions().quarantined().stream().map(Revisions.Quarantine::importName).toList());
  }
}
