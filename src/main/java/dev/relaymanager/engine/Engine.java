package dev.relaymanager.engine;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.declared.ApiDocuments;
import dev.relaymanager.declared.OverlayTree;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.git.ReportResult;
import dev.relaymanager.git.Revision;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.RemotePacks;
import dev.relaymanager.plan.GuardRefusedException;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Refusal;
import dev.relaymanager.report.StatusView;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.SecretOpener;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.Declarations;
import dev.relaymanager.store.Revisions;
import dev.relaymanager.store.StateStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One manager at work on one state folder and, for most of what it does, one repository. Used by
 * one thread; what it hands out stays valid until it plans anew or is closed.
 */
public final class Engine implements AutoCloseable {
  /** A proof through the gateway that held is believed for so long when nothing changed. */
  private static final Duration PROOF_LASTS = Duration.ofHours(6);

  private final EngineSettings settings;
  private final InstantSource clock;
  private final EngineListener listener;
  private final StateStore.Opening opening;
  private final Workspace workspace;
  private final Cycles cycles = new Cycles();
  private @Nullable HostPool pool;

  private Engine(EngineSettings settings, InstantSource clock, EngineListener listener) {
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
    this.opening = StateStore.openAside(settings.state(), clock);
    this.workspace = new Workspace(settings, () -> store().declarations());
  }

  /**
   * Makes the state folder when there is none, and begins to open what is in it; nothing else is
   * touched yet. Whoever first needs the store is told when it cannot be opened.
   */
  public static Engine open(EngineSettings settings, InstantSource clock, EngineListener listener) {
    return new Engine(settings, clock, listener);
  }

  /** What is recorded. */
  public StateStore store() {
    return opening.opened();
  }

  // ------------------------------------------------------------------ from Git to a plan

  /** Fetches the followed ref and reads the revision whole, keys included. */
  public Loaded load() {
    return load(settings.ref());
  }

  /**
   * The same of a revision that is named, whatever the followed ref is at. For a plain folder,
   * which has no revisions, the folder as it is.
   *
   * @param ref a branch, a tag, or a commit's full id
   */
  public Loaded load(String ref) {
    if (workspace.hasRepository()) {
      listener.stage("fetching " + ref);
    }
    // What follows is nearly always a plan, and it needs the record.
    opening.readRecordAhead();
    Workspace.Source source = workspace.source(ref);
    return load(source.tree(), source.revision());
  }

  /**
   * Reads the revision that was applied last, with what came over the API since, without asking the
   * remote; the newest revision while none was applied. For work that a repository which cannot be
   * reached, or read, must not hold up.
   */
  public Loaded loadApplied() {
    Optional<Workspace.Source> applied =
        workspace.canReport()
            ? lastApplied().map(Revisions.Applied::revision).flatMap(workspace::knownNow)
            : Optional.empty();
    Workspace.Source source = applied.orElseGet(workspace::source);
    return load(source.tree(), source.revision());
  }

  /**
   * What {@link #loadApplied} would give once something more came over the API; it is kept nowhere.
   *
   * @throws InvalidInputException when it would not be right
   */
  public Loaded draft(Declarations.Wish wish) {
    Loaded present = loadApplied();
    FileTree tree =
        OverlayTree.of(present.tree(), ApiDocuments.drafted(store().declarations(), wish));
    return load(tree, present.revision());
  }

  /** Who the manager is: seals what shall be kept, and names it. */
  public Identity identity() {
    return workspace.identity();
  }

  /** Reads a tree whole, keys included. */
  public Loaded load(FileTree tree, @Nullable Revision revision) {
    return RevisionLoader.load(
        tree,
        revision,
        workspace.remotePacks(),
        workspace.opener(tree),
        workspace.identity(),
        workspace.remembered());
  }

  /**
   * Opens the sealed credentials of all hosts and forgets them again; those that come from the
   * environment or a mounted file are left alone, because they are where the hosts are managed
   * from.
   *
   * @throws InvalidInputException with all that cannot be opened
   */
  public void checkHostKeys(Loaded loaded) {
    List<Problem> problems =
        DeclaredSecrets.ofSealedHosts(workspace.opener(loaded.tree()), loaded.documents());
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
  }

  /** Brings packs that are not in the repository. */
  public RemotePacks remotePacks() {
    return workspace.remotePacks();
  }

  /** Fetches the followed ref; the files of its revision, or of the plain folder. */
  public FileTree tree() {
    return workspace.source().tree();
  }

  /** Fetches the followed ref; empty for a plain folder. */
  public Optional<Revision> fetch() {
    return Optional.ofNullable(workspace.source().revision());
  }

  /**
   * Refuses to begin what ends in a report when there is no branch to commit it to.
   *
   * @throws InvalidInputException for a plain folder
   */
  public void checkCanReport() {
    workspace.checkCanReport();
  }

  /**
   * Plans what would be done.
   *
   * @param settling whether open changes of a crashed run are settled on record first; needs the
   *     lease
   * @throws InvalidInputException when the selection does not fit the plan
   */
  public Planned plan(Loaded loaded, boolean settling, PlanOptions options) {
    return maker().plan(loaded, freshPool(loaded), settling, options).narrowed(options.selection());
  }

  /** What the guard would refuse. */
  public List<Refusal> refusals(Planned planned, Set<String> allow) {
    return Applier.refusals(planned, new ApplyOptions(allow, () -> false));
  }

  /**
   * Connects to one host and probes anew what it can do.
   *
   * @throws UnsupportedHostException when it answers, but lacks what is needed
   */
  public ConnectedHost probe(Loaded loaded, String hostName) {
    return connect(loaded, hostName, true);
  }

  /**
   * Connects to one host; what it can do is probed when asked for, or not known for its version.
   */
  private ConnectedHost connect(Loaded loaded, String hostName, boolean fresh) {
    HostDocument document = loaded.host(hostName);
    try {
      return freshPool(loaded).connect(document, fresh);
    } catch (HostPool.UnusableHostException unusable) {
      if (unusable.report() != null) {
        throw new UnsupportedHostException(unusable.problem(), unusable.report());
      }
      throw new InvalidInputException(unusable.problem());
    }
  }

  /**
   * The way to a host of the repository, whether it can be managed or not; nothing is asked of it
   * yet. It stays open until the engine plans anew or is closed.
   */
  public HostAdapter open(Loaded loaded, HostDocument document) {
    return freshPool(loaded).open(document);
  }

  private PlanMaker maker() {
    return new PlanMaker(store(), installation(), clock, listener);
  }

  private HostPool freshPool(Loaded loaded) {
    if (pool != null) {
      pool.close();
    }
    pool =
        new HostPool(
            new HostConnector(
                loaded.tree(),
                workspace.opener(loaded.tree()),
                workspace.identity().fingerprinter()::of,
                HttpSettings.standard().withCa(settings.caPem())),
            store().hosts(),
            clock);
    return pool;
  }

  // ------------------------------------------------------------------ from a plan to the hosts

  /**
   * Takes the right to write.
   *
   * @param holder who asks: command, host name and process
   * @throws LockHeldException when another process has it
   */
  public HeldLease lock(String holder) {
    return HeldLease.take(store().lease(), holder);
  }

  /**
   * Refuses a branch that was rewritten since its last revision was applied.
   *
   * @throws InvalidInputException when the last applied revision is no ancestor of this one
   */
  public void checkFastForward(Loaded loaded) {
    Optional<Problem> rewritten = rewritten(loaded);
    if (rewritten.isPresent()) {
      throw new InvalidInputException(rewritten.get());
    }
  }

  /** What {@link #checkFastForward} would refuse. */
  public Optional<Problem> rewritten(Loaded loaded) {
    Revision revision = loaded.revision();
    if (revision == null) {
      return Optional.empty();
    }
    return lastApplied()
        .filter(last -> !workspace.mirror().isDescendant(revision, last.revision()))
        .map(
            last ->
                Problem.of(
                    "rewritten-branch",
                    "%s no longer contains %s, which was applied last: the branch was rewritten"
                        .formatted(settings.ref(), last.revision()),
                    "look at what changed; then: relayctl apply --allow rewritten-branch"));
  }

  /** The revision that was applied last, of the followed repository and ref. */
  public Optional<Revisions.Applied> lastApplied() {
    return store().revisions().lastApplied(workspace.repository(), settings.ref());
  }

  /**
   * Carries a plan out.
   *
   * @throws GuardRefusedException when the policy forbids it; then nothing was done
   */
  public ApplyOutcome apply(Planned planned, ApplyOptions options, HeldLease lease) {
    ApplyOutcome outcome = applier(planned, lease).apply(planned, options);
    if (!outcome.refusals().isEmpty()) {
      throw new GuardRefusedException(outcome.refusals());
    }
    new Handover(store().declarations(lease.fencing())).of(planned.loaded());
    Revision revision = planned.loaded().revision();
    boolean whole = planned.plan().unread().isEmpty() && planned.selection().isAll();
    if (revision != null && whole && !options.stop().getAsBoolean()) {
      store().revisions().setApplied(workspace.repository(), settings.ref(), revision.commitId());
    }
    return outcome;
  }

  /** Puts the packs of a revision on record. */
  public void installPacks(Loaded loaded) {
    Applier.installPacks(store(), loaded);
  }

  private Applier applier(Planned planned, HeldLease lease) {
    SecretOpener opener = workspace.opener(planned.loaded().tree());
    KeySources sources = sources();
    AccessProver prover =
        new AccessProver(
            store(),
            installation(),
            opener,
            sources,
            clock,
            listener,
            settings.gatewayPatience(),
            PROOF_LASTS);
    return new Applier(
        store(),
        lease,
        installation(),
        inspector(sources),
        clock,
        listener,
        prover,
        new Reversals(store(), undoer(lease), sources, clock, listener));
  }

  /**
   * Tries the keys of all accounts of imports that stand, at their vendors; what comes of it is on
   * record afterwards.
   *
   * @param which of the imports of a plan
   */
  public void tryKeys(Planned planned, Predicate<ImportPlan> which) {
    KeyInspector inspector = inspector(sources());
    planned.plan().imports().stream()
        .filter(which)
        .forEach(part -> inspector.tryAll(planned, part));
  }

  /** Compares packs with what their vendors list. */
  public ModelChecks modelChecks() {
    return new ModelChecks(sources(), workspace.vendorHttp(), listener);
  }

  private KeyInspector inspector(KeySources sources) {
    return new KeyInspector(store(), sources, workspace.vendorHttp(), clock, listener);
  }

  /**
   * What of ours stands on the hosts and is not on record, because the record was lost.
   *
   * @throws InvalidInputException when a host cannot be read: half a record is none
   */
  public Recoverer.Findings findLost(Loaded loaded, HeldLease lease) {
    return recoverer(lease).find(loaded, freshPool(loaded));
  }

  /** Puts what was found on record; no host is touched. */
  public List<BatchResult> recover(Loaded loaded, Recoverer.Findings findings, HeldLease lease) {
    return recoverer(lease).record(loaded, findings);
  }

  private Recoverer recoverer(HeldLease lease) {
    return new Recoverer(store(), lease, installation(), clock);
  }

  /** Changes whose outcome nobody knows, and what looking at the hosts says of them. */
  public List<Resolver.OpenChange> openChanges(Loaded loaded) {
    return resolver().open(loaded, freshPool(loaded));
  }

  /**
   * Closes such a change by what a person found.
   *
   * @throws InvalidInputException when it cannot be so
   */
  public void resolve(Loaded loaded, long number, Resolver.Answer answer, HeldLease lease) {
    resolver().resolve(loaded, freshPool(loaded), number, answer, lease);
  }

  private Resolver resolver() {
    return new Resolver(store(), installation());
  }

  // ------------------------------------------------------------------ back

  /**
   * What taking a batch back would do; what a crashed run left open is settled on record first.
   *
   * @param keysFrom the revision whose sealed keys restore accounts, before those that were applied
   *     earlier are looked through
   */
  public Plan planRollback(Loaded loaded, Loaded keysFrom, String batchId, HeldLease lease) {
    return rollbacks(loaded, lease).plan(loaded, keysFrom, batchId);
  }

  /**
   * The batches that were carried out for commits which a revision does not contain and have not
   * been taken back, the newest first: what stands between the hosts and that revision.
   *
   * @throws InvalidInputException for a plain folder, which has no revisions
   */
  public List<Batches.Batch> batchesSince(Loaded earlier) {
    Revision revision = earlier.revision();
    if (revision == null) {
      throw new InvalidInputException(
          Problem.of(
              "no-revisions",
              earlier.name() + " is a plain folder, which has no revisions",
              "give a Git repository, or one batch: relayctl rollback --batch ID"));
    }
    return Rollbacks.since(store(), workspace.mirror(), revision);
  }

  /**
   * Takes a batch back.
   *
   * @param keysFrom as for {@link #planRollback}
   * @throws GuardRefusedException when the policy forbids it; then nothing was done
   */
  public BatchResult rollback(
      Loaded loaded, Loaded keysFrom, String batchId, ApplyOptions options, HeldLease lease) {
    return rollbacks(loaded, lease).run(loaded, keysFrom, batchId, options);
  }

  private Rollbacks rollbacks(Loaded loaded, HeldLease lease) {
    return new Rollbacks(
        store(),
        undoer(lease),
        new Unfinished(store(), installation(), listener),
        sources(),
        host -> connect(loaded, host, false),
        clock,
        listener);
  }

  private Undoer undoer(HeldLease lease) {
    return new Undoer(store(), lease, installation(), clock, listener);
  }

  private KeySources sources() {
    return new KeySources(store(), workspace, listener);
  }

  private String installation() {
    return workspace.identity().installation().id();
  }

  // ------------------------------------------------------------------ reports

  /** What is known, from the store alone. */
  public StatusView status() {
    return status(List.of());
  }

  private StatusView status(List<String> problems) {
    String revision =
        settings.repository() == null
            ? ""
            : lastApplied().map(Revisions.Applied::revision).orElse("");
    return new StatusReader(store()).read(revision, problems);
  }

  /**
   * Commits what is known to the report branch, when it changed.
   *
   * @param problems what keeps the newest revision, or a part of it, from being applied
   */
  public ReportResult report(List<String> problems) {
    return new Reporter(workspace.mirror(), settings.reportBranch(), clock)
        .publish(status(problems));
  }

  // ------------------------------------------------------------------ all of it, without asking

  /** All that is due; {@link #cycle(PlanOptions, ApplyOptions, HeldLease, Consumer)}. */
  public CycleResult cycle(ApplyOptions options, HeldLease lease) {
    return cycle(PlanOptions.STANDARD, options, lease, revision -> {});
  }

  /**
   * Once the whole way: fetches, plans, applies what the guard lets pass, and reports, also what
   * failed.
   *
   * @param part which part of what is due
   * @param began hears which revision it is, once that is read
   * @return what was found and done; a revision that cannot be read is a result, no exception
   */
  public CycleResult cycle(
      PlanOptions part, ApplyOptions options, HeldLease lease, Consumer<Revision> began) {
    return cycles.run(this, part, options, lease, began);
  }

  /** Whether there is a branch to commit reports to. */
  boolean canReport() {
    return workspace.canReport();
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
    workspace.close();
    opening.close();
  }
}
