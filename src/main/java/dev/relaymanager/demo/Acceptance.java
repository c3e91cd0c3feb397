package dev.relaymanager.demo;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.ApplyOutcome;
import dev.relaymanager.engine.ConnectedHost;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.git.ReportResult;
import dev.relaymanager.host.Capability;
import dev.relaymanager.host.GatewayAnswer;
import dev.relaymanager.host.HostReport;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ClosureState;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.ProviderState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.LiveReader;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.Palette;
import dev.relaymanager.report.PlanText;
import dev.relaymanager.report.StatusJson;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.store.Closures;
import dev.relaymanager.store.Installs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Plays the mission's final acceptance, step by step. Used once, by one thread. */
public final class Acceptance {
  private static final ApplyOptions OPTIONS = new ApplyOptions(Set.of(), () -> false);

  private final DemoWorld world;
  private final String importName;
  private final ResourceKey group;
  private final ResourceKey teamA;
  private final Transcript transcript;
  private final Steps steps;
  private final Set<String> made = new HashSet<>();
  private String firstBatch = "";

  /**
   * An acceptance.
   *
   * @param shown sees each step as it ends
   * @param listener hears what the engine does meanwhile
   */
  public Acceptance(DemoWorld world, Consumer<DemoStep> shown, EngineListener listener) {
    this.world = world;
    this.importName = world.importName();
    this.group = ResourceKey.group("prod", importName);
    this.teamA = ResourceKey.account("prod", importName, "team-a");
    this.transcript = new Transcript(listener);
    this.steps = new Steps(shown, transcript);
  }

  /** Plays all steps; after one that failed, only the search for secrets is still made. */
  public List<DemoStep> play() {
    try (Engine engine = Engine.open(world.settings(), InstantSource.system(), transcript);
        HeldLease lease = engine.lock("relayctl demo")) {
      boolean held =
          steps.play("clone, validate, connect the host, probe it", () -> connect(engine))
              && steps.play("install openai-cn-pack", () -> install(engine))
              && steps.play("plan and apply deepseek", () -> apply(engine, lease))
              && steps.play("a user's call answers, through our account", () -> call(engine, lease))
              && steps.play(
                  "the same again: an empty plan, nothing written", () -> again(engine, lease))
              && steps.play("a deleted account is reported as drift", () -> drift(engine, lease))
              && steps.play("onDrift: correct makes it again", () -> correct(engine, lease))
              && steps.play("the batch is rolled back", () -> rollback(engine, lease));
      if (!held) {
        transcript.add("stopped after the step that failed");
      }
    }
    steps.play("no plain key anywhere", this::searchForSecrets);
    return steps.all();
  }

  // ------------------------------------------------------------------ the steps

  private String connect(Engine engine) {
    Loaded loaded = engine.load();
    ConnectedHost host = engine.probe(loaded, "prod");
    return "%s: 1 host, 1 import, 2 keys open; sub2api %s can do all %d things needed"
        .formatted(loaded.name(), host.report().version(), needed(host.report()));
  }

  private static long needed(HostReport report) {
    return report.findings().keySet().stream().filter(Capability::needed).count();
  }

  private String install(Engine engine) {
    engine.installPacks(engine.load());
    return engine.store().packs().list().stream()
        .map(
            pack ->
                "%s %s for hosts %s, %s"
                    .formatted(
                        pack.pack().packId(),
                        pack.pack().version(),
                        pack.pack().hostVersions(),
                        pack.pack().digest()))
        .collect(Collectors.joining("; "));
  }

  private String apply(Engine engine, HeldLease lease) {
    Planned planned = engine.plan(engine.load(), true, PlanOptions.STANDARD);
    transcript.add(PlanText.of(planned.plan(), Palette.PLAIN));
    Steps.require(
        planned.plan().totals().create() == 6, "planned " + PlanText.totals(planned.plan()));
    ApplyOutcome outcome = engine.apply(planned, OPTIONS, lease);
    BatchResult batch = outcome.batches().getFirst();
    Steps.require(
        batch.state() == BatchState.SUCCEEDED,
        "the batch " + batch.state().id() + ": " + batch.detail());
    firstBatch = batch.batchId();
    Steps.require(
        batch.keys().size() == 2
            && batch.keys().values().stream().allMatch(verdict -> verdict.id().equals("fine")),
        "keys: " + batch.keys());
    List<RecordedResource> recorded = engine.store().resources().of("prod", importName);
    Steps.require(recorded.size() == 6, "recorded " + recorded.size() + " resources");
    remember(recorded);
    return "%s batch %s %s; on record: %s"
        .formatted(
            PlanText.totals(planned.plan()),
            batch.batchId(),
            batch.state().id(),
            recorded.stream()
                .map(one -> one.key().type().label() + " #" + one.hostId())
                .collect(Collectors.joining(", ")));
  }

  private String call(Engine engine, HeldLease lease) {
    String key =
        world
            .host()
            .userKey(
                engine.probe(engine.load(), "prod").adapter(),
                engine.store().resources().get(group).orElseThrow().hostId());
    world.declareProbe(key);
    CycleResult cycle = cycle(engine, lease);
    Steps.require(
        state(engine) == ProviderState.ACTIVE,
        "state " + state(engine).id() + " " + detail(engine));
    String evidence = access(engine).evidence();
    Steps.require(evidence.contains("through account " + importName + "-team-"), evidence);
    return "%s calls %s: %s; %s"
            .formatted(world.host().user(), DemoDocuments.MODEL, ask(engine, key), evidence)
        + pushed(cycle);
  }

  /** A second, bare call, to see the answer itself. */
  private String ask(Engine engine, String userKey) {
    ConnectedHost host = engine.probe(engine.load(), "prod");
    try (Secret key = Secret.of(userKey)) {
      return switch (host.adapter().chat(key, DemoDocuments.MODEL).require()) {
        case GatewayAnswer.Answered answered -> '"' + answered.text() + '"';
        case GatewayAnswer.Refused refused ->
            throw new DemoFailedException("refused with " + refused.status());
      };
    }
  }

  private String again(Engine engine, HeldLease lease) {
    String before = snapshot(engine);
    String listed = listed(engine);
    world.host().forgetRequests();
    Planned planned = engine.plan(engine.load(), true, PlanOptions.STANDARD);
    Steps.require(
        planned.plan().hasNoChanges() && !planned.plan().hasDrift(),
        PlanText.totals(planned.plan()));
    CycleResult cycle = cycle(engine, lease);
    Steps.require(
        cycle.report() instanceof ReportResult.Unchanged, "the report was committed anew");
    OptionalLong changes = world.host().changingRequests();
    Steps.require(changes.orElse(0) == 0, changes + " changing requests were sent");
    Steps.require(listed(engine).equals(listed), "what is ours on the host is not as before");
    Steps.require(snapshot(engine).equals(before), "the store says something else than before");
    return changes.isPresent()
        ? "no changes; 0 changing requests to the host; its lists, the store and the report as before"
        : "no changes; the host's lists, the store and the report as before";
  }

  private String drift(Engine engine, HeldLease lease) {
    long account = engine.store().resources().get(teamA).orElseThrow().hostId();
    world.host().deleteAccount(account);
    CycleResult cycle = cycle(engine, lease);
    Steps.require(state(engine) == ProviderState.DRIFTED, "state " + state(engine).id());
    Steps.require(detail(engine).contains(importName + "-team-a"), detail(engine));
    Steps.require(cycle.report() instanceof ReportResult.Pushed, "no report was committed");
    Steps.require(
        !access(engine).evidence().contains("through account " + importName + "-team-a"),
        "access is still claimed through the account that is gone");
    return "prod/" + importName + " is drifted: " + detail(engine) + pushed(cycle);
  }

  private String correct(Engine engine, HeldLease lease) {
    long gone = engine.store().resources().get(teamA).orElseThrow().hostId();
    world.declareOnDrift("correct");
    CycleResult cycle = cycle(engine, lease);
    long made = engine.store().resources().get(teamA).orElseThrow().hostId();
    Steps.require(made != gone, "the record still names the account that is gone");
    Steps.require(
        state(engine) == ProviderState.ACTIVE,
        "state " + state(engine).id() + " " + detail(engine));
    remember(engine.store().resources().of("prod", importName));
    return "account "
        + importName
        + "-team-a made again as #"
        + made
        + ", prod/"
        + importName
        + " is active"
        + pushed(cycle);
  }

  private String rollback(Engine engine, HeldLease lease) {
    Loaded loaded = engine.load();
    Plan plan = engine.planRollback(loaded, loaded, firstBatch, lease);
    transcript.add(PlanText.of(plan, Palette.PLAIN));
    BatchResult undone = engine.rollback(loaded, loaded, firstBatch, OPTIONS, lease);
    Steps.require(
        undone.state() == BatchState.ROLLED_BACK, undone.state().id() + ": " + undone.detail());
    Steps.require(engine.store().resources().count() == 0, "the store still has resources");
    String left = listed(engine);
    Steps.require(left.isEmpty(), "left on the host: " + left);
    CycleResult cycle = cycle(engine, lease);
    Steps.require(
        cycle.planned() != null && cycle.planned().plan().hasNoChanges(),
        "the revision is not in quarantine");
    Steps.require(
        state(engine) == ProviderState.INSTALLED
            && access(engine).state() == ClosureState.NOT_CONFIGURED,
        "with nothing left it is called %s, %s"
            .formatted(state(engine).id(), access(engine).state().id()));
    return "%d things taken back, nothing of ours left on the host or on record, revision in quarantine"
            .formatted(undone.steps().size())
        + pushed(cycle);
  }

  private String searchForSecrets() {
    SecretSearch search = new SecretSearch(world.secrets());
    search.files(world.state());
    search.repository(world.repository());
    search.repository(world.state().resolve("mirror.git"));
    search.text("everything printed", transcript.text());
    Steps.require(search.hits().isEmpty(), "found: " + search.hits());
    return "looked for " + search.extent() + ": 0 hits";
  }

  // ------------------------------------------------------------------ looking

  private CycleResult cycle(Engine engine, HeldLease lease) {
    CycleResult result = engine.cycle(OPTIONS, lease);
    if (result.failure() != null) {
      throw new DemoFailedException(String.join("; ", result.problems()));
    }
    transcript.add(String.join("\n", result.problems()));
    return result;
  }

  private ProviderState state(Engine engine) {
    return install(engine, "prod").state();
  }

  private String detail(Engine engine) {
    return install(engine, "prod").detail();
  }

  private Closures.Closure access(Engine engine) {
    return engine.store().closures().latest("prod", importName).orElseThrow();
  }

  private Installs.Install install(Engine engine, String host) {
    return engine.store().installs().get(host, importName).orElseThrow();
  }

  /** All that the store says to people, and how many batches there are. */
  private static String snapshot(Engine engine) {
    return Json.text(StatusJson.of(engine.status()))
        + engine.store().batches().page(null, null, null, 100).size();
  }

  /** What of ours the host holds, its health left out. */
  private String listed(Engine engine) {
    return ours(engine).stream()
        .map(resource -> resource.id() + " " + resource.spec())
        .collect(Collectors.joining("\n"));
  }

  private void remember(List<RecordedResource> recorded) {
    recorded.forEach(one -> made.add(address(one.key().type(), one.hostId())));
  }

  private static String address(ResourceType type, long hostId) {
    return type.label() + " #" + hostId;
  }

  /** What on the host is ours: by having been made here, by name, or by mark. */
  private List<LiveResource> ours(Engine engine) {
    ConnectedHost host = engine.probe(engine.load(), "prod");
    LiveHost live = LiveReader.read(host.adapter(), LiveReader.Wanted.lists(true));
    List<LiveResource> ours = new ArrayList<>();
    for (ResourceType type : ResourceType.values()) {
      for (LiveResource resource : live.all(type).values()) {
        Marker marker = resource.marker();
        if (made.contains(address(type, resource.id()))
            || resource.spec().name().startsWith(importName)
            || (marker != null && marker.importName().equals(importName))) {
          ours.add(resource);
        }
      }
    }
    return ours;
  }

  private static String pushed(CycleResult cycle) {
    return cycle.report() instanceof ReportResult.Pushed pushed
        ? "; report committed as " + pushed.commitId().substring(0, 7)
        : "";
  }
}
