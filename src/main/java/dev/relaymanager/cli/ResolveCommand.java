package dev.relaymanager.cli;

import dev.relaymanager.apply.Intent;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.Resolver.Answer;
import dev.relaymanager.engine.Resolver.OpenChange;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.PlanJson;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "resolve",
    mixinStandardHelpOptions = true,
    description = {
      "Lists changes of which nobody knows whether the host carried them out, and takes a person's",
      "answer for those that looking at the host does not decide. apply decides the others itself."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl resolve --repo .",
      "  relayctl resolve --repo . 41 --not-done       somebody looked: it is not there",
      "  relayctl resolve --repo . 41 --stands 17      it is there, with this id"
    })
final class ResolveCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "NUMBER",
      description = "Number of the change; without one all are listed.")
  private @Nullable Long number;

  @ArgGroup private @Nullable Said said;

  private static final class Said {
    @Option(names = "--stands", paramLabel = "ID", description = "It was done; its id there.")
    private @Nullable Long stands;

    @Option(names = "--gone", description = "It was a deletion, and was done.")
    private boolean gone;

    @Option(names = "--not-done", description = "It was not done.")
    private boolean notDone;

    Answer answer() {
      if (stands != null) {
        return new Answer.Stands(stands);
      }
      if (gone == notDone) {
        throw new IllegalStateException("the options exclude each other");
      }
      return gone ? new Answer.Gone() : new Answer.NotDone();
    }
  }

  @Override
  public Integer call() {
    Long wanted = number;
    Said answered = said;
    if ((wanted == null) != (answered == null)) {
      throw new InvalidInputException(
          Problem.of(
              "which-answer",
              wanted == null ? "the answer is to no change" : "there is no answer to it",
              "give the NUMBER of a change and one of --stands ID, --gone and --not-done"));
    }
    try (Engine engine = repository.engine(output.talk())) {
      Loaded loaded = engine.load();
      if (wanted == null || answered == null) {
        return list(engine.openChanges(loaded));
      }
      try (HeldLease lease = engine.lock(Holders.of("resolve"))) {
        engine.resolve(loaded, wanted, answered.answer(), lease);
      }
      output.print(
          "Change %d is on record as you said; apply goes on from there.%n".formatted(wanted));
      return 0;
    }
  }

  /** Exits with 1 when a person has to decide something. */
  private int list(List<OpenChange> changes) {
    if (output.json()) {
      output.print(json(changes));
    } else if (changes.isEmpty()) {
      output.print("No change has an unknown outcome.\n");
    }
    boolean undecided = false;
    for (OpenChange change : changes) {
      undecided |= change.undecided().isPresent();
      if (!output.json()) {
        show(change);
      }
    }
    return undecided ? 1 : 0;
  }

  private void show(OpenChange change) {
    Intent intent = change.open().intent();
    output.print(
        "%d  %s %s  since %s  (batch %s)%n"
            .formatted(
                change.open().number(),
                intent.action().id(),
                intent.key(),
                change.open().intendedAt(),
                intent.batchId()));
    output.print(
        change
            .undecided()
            .map(
                undecided ->
                    "    "
                        + undecided.why()
                        + "\n    "
                        + undecided.search()
                        + "; or say what you found: relayctl resolve "
                        + change.open().number()
                        + " --not-done | --stands ID | --gone\n")
            .orElse("    looking decides it; apply will\n"));
  }

  private static ObjectNode json(List<OpenChange> changes) {
    ObjectNode document = Json.object().put("format_version", PlanJson.FORMAT_VERSION);
    ArrayNode nodes = document.putArray("open_changes");
    for (OpenChange change : changes) {
      Intent intent = change.open().intent();
      ObjectNode node = nodes.addObject();
      node.put("number", change.open().number());
      node.put("action", intent.action().id());
      node.put("address", intent.key().toString());
      node.put("batch_id", intent.batchId());
      node.put("since", change.open().intendedAt().toString());
      node.put("decided", change.undecided().isEmpty());
      change
          .undecided()
          .ifPresent(undecided -> node.put("why", undecided.why()).put("fix", undecided.search()));
    }
    return document;
  }
}
