package dev.relaymanager.cli;

import dev.relaymanager.api.ApiClient;
import dev.relaymanager.api.Forms;
import dev.relaymanager.api.OutcomeJson;
import dev.relaymanager.api.OutcomeText;
import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.PlanJson;
import dev.relaymanager.report.PlanText;
import dev.relaymanager.store.Batches;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Takes a batch back: what it made is deleted, what it changed gets its earlier values.",
      "With --to, all batches of commits that the revision does not contain, the newest first.",
      "The revision goes into quarantine for that import until the next commit."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl provider batches                    lists batches",
      "  relayctl rollback --repo . --batch b-20261123T073000-1f3a9c",
      "  relayctl rollback --repo . --to 3f786850e387550fdab836ed7e6dc881de23001b"
    })
final class RollbackCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  private static final class Which {
    @Option(names = "--batch", paramLabel = "ID", description = "One batch.")
    private @Nullable String batch;

    @Option(
        names = "--to",
        paramLabel = "REVISION",
        description = "All since a revision: a commit's full id, a tag or a branch.")
    private @Nullable String revision;

    private String revision() {
      if (revision == null) {
        throw new IllegalStateException("one of the two options is always there");
      }
      return revision;
    }
  }

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
    try (StopSignal stop = new StopSignal();
        Engine engine = repository.engine(talk);
        HeldLease lease = engine.lock(Holders.of("rollback"))) {
      if (report) {
        engine.checkCanReport();
      }
      Loaded loaded = engine.load();
      List<BatchResult> results =
          which.batch != null
              ? one(engine, loaded, which.batch, stop, lease)
              : all(engine, loaded, engine.load(which.revision()), stop, lease);
      if (report && !results.isEmpty()) {
        CycleText.tell(engine.report(List.of()), talk);
      }
      if (output.json()) {
        output.print(json(results));
      }
      return results.stream().allMatch(one -> one.state() == BatchState.ROLLED_BACK)
              && (!results.isEmpty() || which.revision != null)
          ? 0
          : 1;
    }
  }

  private int remote(Remote service) {
    if (which.batch == null) {
      throw new InvalidInputException(
          Problem.of(
              "no-revisions",
              "a service takes back one batch at a time",
              "give --batch ID; relayctl provider batches --server … lists them"));
    }
    String path = "/api/import-batches/" + URLEncoder.encode(which.batch, StandardCharsets.UTF_8);
    ApiClient.Reply plan =
        service.postForCommand(path + "/preview-rollback", Json.object(), "application/json");
    if (!output.json()) {
      service.print(plan);
    }
    if (!yes && !Terminal.confirms("Roll this batch back?")) {
      return 1;
    }
    ObjectNode body = Json.object();
    ArrayNode words = body.putArray("allow");
    allow.forEach(words::add);
    return service.print(service.postForCommand(path + "/rollback", body, Forms.COMMAND));
  }

  /** Nothing when it was not confirmed. */
  private List<BatchResult> one(
      Engine engine, Loaded loaded, String batch, StopSignal stop, HeldLease lease) {
    show(engine.planRollback(loaded, loaded, batch, lease));
    return yes || Terminal.confirms("Roll this batch back?")
        ? List.of(rollBack(engine, loaded, loaded, batch, stop, lease))
        : List.of();
  }

  /** What the newest did has to be gone before it is known what the one before it left. */
  private List<BatchResult> all(
      Engine engine, Loaded loaded, Loaded earlier, StopSignal stop, HeldLease lease) {
    List<Batches.Batch> batches = engine.batchesSince(earlier);
    if (!output.json()) {
      output.print(
          batches.isEmpty()
              ? "Nothing was applied since %s.%n".formatted(earlier.name())
              : "Applied since %s, the newest first:%n".formatted(earlier.name()));
      batches.forEach(
          batch ->
              output.print(
                  "  %s  %s/%s  %s%n"
                      .formatted(
                          batch.header().id(),
                          batch.header().host(),
                          batch.header().importName(),
                          batch.state().id())));
    }
    if (batches.isEmpty() || !(yes || Terminal.confirms("Roll all of them back?"))) {
      return List.of();
    }
    List<BatchResult> results = new ArrayList<>();
    for (Batches.Batch batch : batches) {
      String id = batch.header().id();
      show(engine.planRollback(loaded, earlier, id, lease));
      results.add(rollBack(engine, loaded, earlier, id, stop, lease));
      if (results.getLast().state() != BatchState.ROLLED_BACK) {
        output.talk().warning("what came before it was left as it is; run again to go on");
        break;
      }
    }
    return results;
  }

  private void show(Plan plan) {
    if (!output.json()) {
      output.print(PlanText.of(plan, output.palette()));
    }
  }

  private BatchResult rollBack(
      Engine engine,
      Loaded loaded,
      Loaded keysFrom,
      String batch,
      StopSignal stop,
      HeldLease lease) {
    BatchResult result =
        engine.rollback(loaded, keysFrom, batch, new ApplyOptions(allow, stop), lease);
    if (!output.json()) {
      output.print(OutcomeText.of(result, output.palette()));
    }
    return result;
  }

  /** One batch as it is, several as a list. */
  private JsonNode json(List<BatchResult> results) {
    if (which.revision == null && results.size() == 1) {
      return OutcomeJson.of(results.getFirst());
    }
    ObjectNode document = Json.object().put("format_version", PlanJson.FORMAT_VERSION);
    ArrayNode batches = document.putArray("rollbacks");
    results.forEach(result -> batches.add(OutcomeJson.of(result)));
    return document;
  }
}
