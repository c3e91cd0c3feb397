package dev.relaymanager.apply;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostConnection;
import dev.relaymanager.host.sub2api.Sub2ApiConnector;
import dev.relaymanager.http.ConnectTo;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.LiveReader;
import dev.relaymanager.observed.Observed;
import dev.relaymanager.observed.PastChange;
import dev.relaymanager.observed.Recorded;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.pack.ErrorMeanings;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.plan.PlanContext;
import dev.relaymanager.plan.Planner;
import dev.relaymanager.plan.RollbackPlanner;
import dev.relaymanager.probe.KeyProber;
import dev.relaymanager.probe.NotedProbes;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.sim.FaultRule;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedHostOptions;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.StateStore;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A simulated host over HTTP, its vendor over TLS, and a state database on disk, put together as
 * the program puts them together: read, plan, carry out, settle, take back.
 */
public final class Workbench implements AutoCloseable {
  public static final String INSTALLATION = "0123456789ab";

  public final SimulatedHost sim;
  public final HostAdapter host;
  public final StateStore store;
  public final HttpCaller vendor;
  final List<String> heard = new CopyOnWriteArrayList<>();
  InstantSource clock = InstantSource.system();
  BooleanSupplier stop = () -> false;
  Journal journal;
  private final AtomicInteger batches = new AtomicInteger();

  public Workbench(String version, Path folder) {
    sim = SimulatedHost.start(SimulatedHostOptions.of(version).withVendorPort(0));
    HttpSettings direct = new HttpSettings(null, List.of(), ProxyRules.none());
    host =
        new Sub2ApiConnector(Wish::fingerprint, direct)
            .connect(
                new HostConnection(
                    "prod",
                    URI.create(sim.url()),
                    new HostConnection.Credential.AdminKey(Secret.of(sim.adminKey())),
                    8,
                    1000,
                    null));
    vendor = vendorCaller(sim.vendor().port());
    store = StateStore.open(folder, InstantSource.system());
    journal = store.journal();
  }

  /** Calls of the vendor, over TLS, connect to this port of this machine. */
  public HttpCaller vendorCaller(int port) {
    return new HttpCaller(
        new HttpSettings(
            sim.vendor().authorityPem(),
            List.of(new ConnectTo("api.deepseek.com", 443, "127.0.0.1", port)),
            ProxyRules.none()));
  }

  public static Provider provider() {
    return provider(Wish.VENDOR);
  }

  /** The same under another address. */
  public static Provider provider(String baseUrl) {
    ErrorMeanings.Answer dead = new ErrorMeanings.Answer(401, null);
    ErrorMeanings.Answer empty = new ErrorMeanings.Answer(402, null);
    ErrorMeanings.Answer busy = new ErrorMeanings.Answer(429, null);
    return new Provider(
        "deepseek",
        "DeepSeek",
        baseUrl,
        dev.relaymanager.model.Protocol.CHAT_COMPLETIONS,
        "openai",
        List.of(Wish.MODEL),
        Wish.MODEL,
        new TreeMap<>(),
        new Provider.Defaults(10, 50, BigDecimal.ONE),
        new ErrorMeanings(List.of(dead), List.of(empty), List.of(busy)),
        null,
        LocalDate.of(2026, 1, 1),
        "",
        "");
  }

  LiveHost read(Wish wish) {
    Map<String, Set<Long>> subscribers = new HashMap<>();
    wish.users.keySet().forEach(mail -> subscribers.put(mail, Set.of(recordedId(wish, mail))));
    List<Long> groups =
        store.resources().on("prod").stream()
            .filter(one -> one.key().type() == ResourceType.GROUP)
            .map(RecordedResource::hostId)
            .toList();
    return LiveReader.read(host, new LiveReader.Wanted(subscribers, Set.copyOf(groups)));
  }

  private long recordedId(Wish wish, String mail) {
    return store
        .resources()
        .get(ResourceKey.subscription("prod", wish.name, mail))
        .map(RecordedResource::hostId)
        .orElse(0L);
  }

  ImportPlan plan(Wish wish) {
    return plan(wish, read(wish));
  }

  ImportPlan plan(Wish wish, LiveHost live) {
    List<ImportPlan> plans =
        Planner.plan(
                wish.state(),
                new Observed(store.resources().recorded(), Map.of(), Map.of("prod", live)),
                new TreeMap<>(),
                new PlanContext(INSTALLATION, clock.instant()))
            .imports();
    if (plans.size() != 1) {
      throw new AssertionError("one import wanted, planned " + plans);
    }
    return plans.getFirst();
  }

  /** Plans and carries out; the plan has to be free of obstacles. */
  public BatchResult apply(Wish wish) {
    LiveHost live = read(wish);
    ImportPlan plan = plan(wish, live);
    if (!plan.obstacles().isEmpty()) {
      throw new AssertionError(plan.obstacles().toString());
    }
    return apply(wish, plan, live);
  }

  BatchResult apply(Wish wish, ImportPlan plan, LiveHost live) {
    Map<ResourceKey, String> masks = new HashMap<>();
    wish.keys.forEach(
        (id, key) -> {
          try (Secret secret = Secret.of(key)) {
            masks.put(ResourceKey.account("prod", wish.name, id), secret.mask());
          }
        });
    return executor(wish)
        .run(plan, live, header(wish), new Executor.Order(wish.strict, masks, stop));
  }

  BatchHeader header(Wish wish) {
    return new BatchHeader(
        "b%04d".formatted(batches.incrementAndGet()),
        "prod",
        wish.name,
        "openai-cn-pack",
        "deepseek",
        wish.strict ? "strict" : "partial",
        "git:1a2b3c4",
        "Ann <ann@b.example>",
        Instant.now());
  }

  Executor executor(Wish wish) {
    return new Executor(
        host,
        journal,
        keys(wish),
        new KeyProber(host, vendor, provider(), Wish.MODEL, new NotedProbes()),
        listener(),
        clock,
        INSTALLATION);
  }

  static UpstreamKeys keys(Wish wish) {
    return (account, fingerprint) -> {
      String key = wish.keys.get(account.name());
      if (key == null) {
        throw new InvalidInputException(
            Problem.of("key-not-declared", account + " has no key any more", "declare it"));
      }
      return Secret.of(key);
    };
  }

  ApplyListener listener() {
    return new ApplyListener() {
      @Override
      public void stepEnded(String batchId, StepResult result) {
        heard.add(result.action().id() + " " + result.key().withinHost() + " " + result.end());
      }

      @Override
      public void keyTried(String batchId, ResourceKey account, KeyVerdict verdict) {
        heard.add("tried " + account.withinHost() + " " + verdict.id());
      }

      @Override
      public void waiting(String batchId, String what) {
        heard.add("waiting");
      }
    };
  }

  /** Closes what an earlier run left open, as the next run does first; gives what stays open. */
  List<Settler.Settlement> settle(Wish wish) {
    LiveHost live = read(wish);
    Map<Long, Effect> effects = new TreeMap<>();
    List<Settler.Settlement> open = new ArrayList<>();
    for (Journal.OpenIntent intent : store.journal().openIntents("prod")) {
      Settler.Settlement settlement = new Settler(INSTALLATION).settle(intent, live);
      if (settlement instanceof Settler.Settlement.Decided decided) {
        effects.put(intent.number(), decided.effect());
      } else {
        open.add(settlement);
      }
    }
    store.journal().close(effects);
    return open;
  }

  ImportPlan planRollback(Wish wish, String batchId, LiveHost live) {
    return RollbackPlanner.plan(
        "prod",
        wish.name,
        past(batchId),
        store.resources().recorded(),
        live,
        new PlanContext(INSTALLATION, Instant.now()),
        Set.of());
  }

  BatchResult rollback(Wish wish, String batchId, boolean resumed) {
    LiveHost live = readAll(wish);
    return new Rollback(host, journal, keys(wish), listener(), clock, INSTALLATION, Map.of())
        .run(batchId, planRollback(wish, batchId, live), live, resumed);
  }

  /** With the ids of all users, whether or not they have a subscription. */
  LiveHost readAll(Wish wish) {
    Map<String, Set<Long>> subscribers = new HashMap<>();
    wish.users.keySet().forEach(mail -> subscribers.put(mail, Set.of(0L)));
    LiveHost live = read(wish);
    return new LiveHost(
        live.host(),
        live.version(),
        live.resources(),
        LiveReader.read(host, new LiveReader.Wanted(subscribers, Set.of())).userIds(),
        live.keysInGroup());
  }

  private List<PastChange> past(String batchId) {
    List<PastChange> past = new ArrayList<>();
    for (Batches.Item item : store.batches().items(batchId)) {
      Intent intent = item.intent();
      if (item.state() != Batches.ItemState.DONE || intent.phase() != Intent.Phase.APPLY) {
        continue;
      }
      ResourceKey key = intent.key();
      long id = item.hostId() == null ? intent.hostId() : item.hostId();
      past.add(
          switch (intent.action()) {
            case CREATE -> new PastChange.Created(key, id, intent.after());
            case ADOPT -> new PastChange.Adopted(key, id, intent.before(), intent.after());
            case UPDATE -> new PastChange.Updated(key, id, intent.before(), intent.after());
            case DELETE -> new PastChange.Deleted(key, id, intent.before());
            case FORGET -> new PastChange.Forgotten(key, id, intent.before());
          });
    }
    return past;
  }

  public void fault(String rule) {
    sim.inject(FaultRule.parse(rule));
  }

  /** A user who can be given a subscription. */
  public long user(String mail) {
    return sim.backDoor().addUser(mail, "password-1");
  }

  /** Names of all things of a type on the host, without those of a fresh one. */
  public List<String> names(ResourceType type) {
    return LiveReader.readOnly(host, type).all(type).values().stream()
        .map(LiveResource::spec)
        .map(ResourceSpec::name)
        .filter(name -> !name.equals("default"))
        .sorted()
        .toList();
  }

  /** Everything on the host that a fresh one has not. */
  public Map<ResourceType, List<String>> everything() {
    Map<ResourceType, List<String>> all = new TreeMap<>();
    for (ResourceType type : ResourceType.values()) {
      List<String> names = names(type);
      if (!names.isEmpty()) {
        all.put(type, names);
      }
    }
    return all;
  }

  Recorded recorded() {
    return store.resources().recorded();
  }

  @Override
  public void close() {
    store.close();
    host.close();
    vendor.close();
    sim.close();
  }
}
