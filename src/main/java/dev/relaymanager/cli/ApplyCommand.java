package dev.relaymanager.cli;

import dev.relaymanager.api.ExitCodes;
import dev.relaymanager.api.OutcomeJson;
import dev.relaymanager.api.OutcomeText;
import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.ApplyOutcome;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.plan.GuardRefusedException;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Refusal;
import dev.relaymanager.report.PinnedPlan;
import dev.relaymanager.report.PlanText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the hosts as the repository declares, and proves that users can call the models.",
      "Shows the plan and asks first; --yes goes on without asking. A plan that was kept in a FILE",
      "(relayctl plan --out) was looked at: it is carried out just so, or refused when what it was",
      "based on has changed."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl apply --repo .",
      "  relayctl apply --repo . --yes --output json",
      "  relayctl apply --repo . due.plan",
      "  relayctl apply --repo . --target prod/deepseek",
      "  relayctl apply --repo . --allow deletes=12"
    })
final class ApplyCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private PlanScope scope = new PlanScope();

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "A plan that was kept.")
  private @Nullable Path file;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--allow",
      paramLabel = "WORDS",
      description = "Lifts one refusal of the guard; the refusal says the words. Repeatable.")
  private Set<String> allow = Set.of();

  @Option(names = "--report", description = "Commit the outcome to the report branch.")
  private boolean report;

  @Override
  public Integer call() {
    Optional<Remote> remote = server.remote(output, repository.hostHttp());
    if (remote.isPresent()) {
      try (Remote service = remote.get()) {
        return remote(service);
      }
    }
    Talk talk = output.talk();
    PinnedPlan pinned = pinned();
    try (StopSignal stop = new StopSignal();
        Engine engine = repository.engine(talk);
        HeldLease lease = engine.lock(Holders.of("apply"))) {
      if (report) {
        engine.checkCanReport();
      }
      Loaded loaded = pinned == null ? engine.load() : engine.load(pinned.revision());
      if (!allow.contains("rewritten-branch")) {
        engine.checkFastForward(loaded);
      }
      Planned planned =
          engine.plan(loaded, true, pinned == null ? scope.options() : optionsOf(pinned));
      if (pinned != null) {
        pinned.check(planned.plan());
      }
      List<Refusal> refusals = engine.refusals(planned, allow);
      if (!output.json()) {
        output.print(PlanText.of(planned.plan(), output.palette()));
      }
      if (!refusals.isEmpty()) {
        throw new GuardRefusedException(refusals);
      }
      boolean decided = yes || pinned != null;
      if (!planned.plan().hasNoChanges() && !decided && !Terminal.confirms("Apply this plan?")) {
        return 1;
      }
      ApplyOutcome outcome = engine.apply(planned, new ApplyOptions(allow, stop), lease);
      if (report) {
        CycleText.tell(engine.report(List.of()), talk);
      }
      if (output.json()) {
        output.print(OutcomeJson.of(planned.plan(), outcome));
      } else {
        output.print(OutcomeText.of(outcome, output.palette()));
      }
      if (stop.getAsBoolean() && !isComplete(planned.plan(), outcome)) {
        talk.warning("stopped on request before all was applied; run apply again to go on");
        return outcome.batches().isEmpty() ? 1 : ExitCodes.PARTLY;
      }
      return ExitCodes.ofApply(planned.plan(), outcome);
    }
  }

  /** A service commits reports by itself. */
  private int remote(Remote service) {
    if (file != null) {
      throw new InvalidInputException(
          Problem.of(
              "no-pinned-plan",
              "a kept plan is carried out by whoever has the repository",
              "leave out FILE, or --server"));
    }
    JsonNode plan = service.json("/api/plan" + scope.query());
    if (!output.json()) {
      service.print(service.get("/api/plan" + scope.query()));
    }
    boolean nothing = plan.path("resource_changes").isEmpty();
    if (!nothing && !yes && !Terminal.confirms("Apply this plan?")) {
      return 1;
    }
    ObjectNode body = scope.body();
    ArrayNode words = body.putArray("allow");
    allow.forEach(words::add);
    return service.print(service.postForCommand("/api/apply", body, "application/json"));
  }

  private @Nullable PinnedPlan pinned() {
    if (file == null) {
      return null;
    }
    if (scope.isGiven()) {
      throw new InvalidInputException(
          Problem.of(
              "pinned-plan",
              "a kept plan is carried out as it is",
              "give --target, --exclude and --retry-… to relayctl plan --out, not to apply FILE"));
    }
    return PlanFile.read(file);
  }

  private static PlanOptions optionsOf(PinnedPlan pinned) {
    return new PlanOptions(pinned.retryQuarantined(), pinned.retryRefused(), pinned.selection());
  }

  private static boolean isComplete(Plan plan, ApplyOutcome outcome) {
    long wanted =
        plan.imports().stream()
            .filter(part -> part.obstacles().isEmpty() && !part.changes().isEmpty())
            .count();
    return outcome.isWhole() && outcome.batches().size() == wanted;
  }
}
