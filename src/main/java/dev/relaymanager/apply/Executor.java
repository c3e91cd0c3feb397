package dev.relaymanager.apply;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.FieldChange;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.seal.Secret;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the plan of one import on one host as one batch: group first, then channel, plan and
 * accounts side by side, then the trial of the keys, then subscriptions, and deletions last.
 */
public final class Executor {
  private final HostAdapter host;
  private final Journal journal;
  private final UpstreamKeys keys;
  private final KeyTrial trial;
  private final ApplyListener listener;
  private final InstantSource clock;
  private final String installation;

  /**
   * An executor for one host.
   *
   * @param installation which manager this is, for the marks in notes
   */
  public Executor(
      HostAdapter host,
      Journal journal,
      UpstreamKeys keys,
      KeyTrial trial,
      ApplyListener listener,
      InstantSource clock,
      String installation) {
    this.host = host;
    this.journal = journal;
    this.keys = keys;
    this.trial = trial;
    this.listener = listener;
    this.clock = clock;
    this.installation = installation;
  }

  /**
   * What an import allows and needs beyond its plan.
   *
   * @param strict all or nothing
   * @param keyMasks masked upstream keys, by account
   * @param stop asked at every step boundary: true ends the batch as failed, with what was done on
   *     record
   * @param hasAccounts whether accounts of the import stand already; then one that is partial goes
   *     on with them when no new key works
   */
  public record Order(
      boolean strict,
      Map<ResourceKey, String> keyMasks,
      BooleanSupplier stop,
      boolean hasAccounts) {
    public Order {
      keyMasks = Map.copyOf(keyMasks);
    }

    /** For an import that has no account yet. */
    public Order(boolean strict, Map<ResourceKey, String> keyMasks, BooleanSupplier stop) {
      this(strict, keyMasks, stop, false);
    }
  }

  /**
   * Carries out.
   *
   * @param live what the plan was made against
   * @throws dev.relaymanager.model.EnvironmentException when the journal cannot be written; then no
   *     request leaves any more
   */
  public BatchResult run(ImportPlan plan, LiveHost live, BatchHeader header, Order order) {
    journal.beginBatch(header);
    Steps steps = steps(header.id(), Intent.Phase.APPLY);
    BatchRun run = new BatchRun(host, journal, steps, trial, listener, header.id(), order);
    rememberStanding(plan, steps);
    List<Change> changes = plan.changes();

    run.each(changes(changes, ResourceType.GROUP), change -> apply(steps, change, live));
    run.sideBySide(
        changes(changes, ResourceType.CHANNEL, ResourceType.PLAN),
        change -> apply(steps, change, live));
    run.accounts(changes(changes, ResourceType.ACCOUNT), this::changeAccount);
    run.proveKeys(desiredProtocol(plan));
    run.each(changes(changes, ResourceType.PROBE_USER), change -> apply(steps, change, live));
    run.sideBySide(
        changes(changes, ResourceType.SUBSCRIPTION), change -> apply(steps, change, live));
    run.each(changes(changes, ResourceType.PROBE_KEY), change -> apply(steps, change, live));
    for (ResourceType type : Deletions.ORDER) {
      run.sideBySide(Deletions.of(changes, type), change -> Deletions.carryOut(steps, change));
    }
    return run.finish(plan);
  }

  /** How many steps and trials of keys a plan comes to, when nothing stops it. */
  public static int size(ImportPlan plan) {
    return plan.changes().size()
        + (int) plan.changes().stream().filter(Executor::needsTrial).count();
  }

  /** Whether the key of an account has to be tried afterwards. */
  static boolean needsTrial(Change change) {
    return change.key().type() == ResourceType.ACCOUNT
        && switch (change) {
          case Change.Create ignored -> true;
          case Change.Adopt ignored -> true;
          case Change.Update update -> sendsCredentials(update.fields().keySet());
          case Change.Delete ignored -> false;
          case Change.Forget ignored -> false;
        };
  }

  private Steps steps(String batchId, Intent.Phase phase) {
    return new Steps(host, journal, keys, installation, clock, batchId, phase);
  }

  private static Protocol desiredProtocol(ImportPlan plan) {
    return plan.desired() == null ? Protocol.RESPONSES : plan.desired().protocol();
  }

  /** What stands already may be referred to. */
  private static void rememberStanding(ImportPlan plan, Steps steps) {
    for (Change change : plan.changes()) {
      switch (change) {
        case Change.Update update -> steps.stands(update.key(), update.live().id());
        case Change.Adopt adopt -> steps.stands(adopt.key(), adopt.live().id());
        case Change.Create ignored -> {}
        case Change.Delete ignored -> {}
        case Change.Forget ignored -> {}
      }
    }
  }

  /** Changes that make or alter something of these types, in the order of the plan. */
  private static List<Change> changes(List<Change> changes, ResourceType... types) {
    Set<ResourceType> wanted = Set.of(types);
    return changes.stream()
        .filter(change -> wanted.contains(change.key().type()))
        .filter(change -> !(change instanceof Change.Delete || change instanceof Change.Forget))
        .toList();
  }

  private static StepResult create(Steps steps, Change.Create create, LiveHost live) {
    ResourceKey key = create.key();
    Long user = live.userIds().get(key.name());
    if (!key.servesProof() || key.type() == ResourceType.PROBE_USER || user != null) {
      return steps.create(create, user);
    }
    Long made = steps.idOf(ResourceKey.probeUser(key.host(), key.importName()));
    boolean stood =
        create.after() instanceof ResourceSpec.ProbeKey probe
            && probe.user() instanceof Reference.Id;
    return made == null && !stood
        ? StepResult.failed(key, Intent.Action.CREATE, "its probe user does not stand")
        : steps.create(create, made);
  }

  private static StepResult apply(Steps steps, Change change, LiveHost live) {
    return switch (change) {
      case Change.Create create -> create(steps, create, live);
      case Change.Adopt adopt ->
          steps.change(
              adopt.key(),
              Intent.Action.ADOPT,
              adopt.live(),
              adopt.after(),
              adopt.fields(),
              !adopt.fields().isEmpty(),
              null,
              null);
      case Change.Update update ->
          moved(
              steps,
              update,
              steps.change(
                  update.key(),
                  Intent.Action.UPDATE,
                  update.live(),
                  update.after(),
                  update.fields(),
                  !update.fields().isEmpty(),
                  null,
                  null));
      case Change.Delete delete -> Deletions.carryOut(steps, delete);
      case Change.Forget forget -> Deletions.carryOut(steps, forget);
    };
  }

  /** A resource that goes by another key from now on leaves its old record behind. */
  static StepResult moved(Steps steps, Change.Update update, StepResult result) {
    ResourceKey former = update.movedFrom();
    if (former != null && result.isDone()) {
      steps.forget(former, update.live().id(), update.live().spec());
    }
    return result;
  }

  private StepResult changeAccount(Steps steps, Change change, @Nullable String mask) {
    return switch (change) {
      case Change.Update update -> {
        StepResult result =
            switchAccount(
                steps,
                Intent.Action.UPDATE,
                update.key(),
                update.live(),
                update.after(),
                update.fields(),
                // The mark in its notes moves along.
                !update.fields().isEmpty() || update.movedFrom() != null,
                mask);
        yield moved(steps, update, result);
      }
      case Change.Adopt adopt ->
          switchAccount(
              steps,
              Intent.Action.ADOPT,
              adopt.key(),
              adopt.live(),
              adopt.after(),
              adopt.fields(),
              !adopt.fields().isEmpty(),
              mask);
      case Change.Create create ->
          throw new IllegalStateException("made in batches: " + create.key());
      case Change.Delete delete -> throw new IllegalStateException("not now: " + delete.key());
      case Change.Forget forget -> throw new IllegalStateException("not now: " + forget.key());
    };
  }

  /** Hosts take credentials as a whole, and look at the upstream anew afterwards. */
  static boolean sendsCredentials(Set<String> fields) {
    return fields.contains(ResourceSpec.Account.API_KEY)
        || fields.contains("baseUrl")
        || fields.contains("modelMapping");
  }

  /** Make before break: a new key is tried at the vendor before the account is switched to it. */
  private StepResult switchAccount(
      Steps steps,
      Intent.Action action,
      ResourceKey key,
      LiveResource live,
      ResourceSpec after,
      Map<String, FieldChange> fields,
      boolean touchesHost,
      @Nullable String mask) {
    if (!sendsCredentials(fields.keySet())) {
      return steps.change(key, action, live, after, fields, touchesHost, null, mask);
    }
    try (Secret secret = steps.openKey(key, after)) {
      if (fields.containsKey(ResourceSpec.Account.API_KEY)) {
        KeyVerdict verdict = trial.tryKey(key, (ResourceSpec.Account) after, secret);
        if (!verdict.usable()) {
          return steps.refuse(
              key,
              action,
              live,
              after,
              fields,
              "the new key is " + verdict.id() + ", the old one stays: " + verdict.evidence());
        }
      }
      return steps.change(key, action, live, after, fields, true, secret, mask);
    } catch (InvalidInputException unopened) {
      return StepResult.failed(key, action, String.valueOf(unopened.getMessage()));
    }
  }
}
