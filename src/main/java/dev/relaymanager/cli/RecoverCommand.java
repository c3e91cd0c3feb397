package dev.relaymanager.cli;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.apply.Recovery;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.Recoverer;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.PlanJson;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "recover",
    mixinStandardHelpOptions = true,
    description = {
      "Rebuilds a lost record from the repository and the hosts, which are only read.",
      "Accounts and subscriptions are known by the mark in their notes, a group by its name and by",
      "holding some of these, a channel and a plan by their names and their group. What is only",
      "called like ours is not taken for it. Run relayctl plan afterwards: it shows what is left."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl recover --repo .          shows what was found, and asks",
      "  relayctl recover --repo . --yes && relayctl plan --repo ."
    })
final class RecoverCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() {
    try (Engine engine = repository.engine(output.talk());
        HeldLease lease = engine.lock(Holders.of("recover"))) {
      Loaded loaded = engine.load();
      Recoverer.Findings findings = engine.findLost(loaded, lease);
      if (!output.json()) {
        show(findings);
      }
      if (findings.recognised() > 0 && !yes && !Terminal.confirms("Put this on record?")) {
        return 1;
      }
      List<BatchResult> batches = engine.recover(loaded, findings, lease);
      if (output.json()) {
        output.print(json(findings, batches));
      } else if (!batches.isEmpty()) {
        output.print(
            "%d on record again; relayctl plan shows what is left.%n"
                .formatted(findings.recognised()));
      }
      boolean doubts = findings.imports().stream().anyMatch(found -> !found.doubtful().isEmpty());
      return doubts ? 1 : 0;
    }
  }

  private void show(Recoverer.Findings findings) {
    for (Recovery.Found found : findings.imports()) {
      output.print(found.wanted().host() + "/" + found.wanted().name() + "\n");
      found
          .recognised()
          .forEach(
              one ->
                  output.print(
                      "  %s %s #%d%n"
                          .formatted(
                              one.key().type().label(),
                              one.live().spec().name(),
                              one.live().id())));
      found.absent().forEach(key -> output.print("  not there: " + key.withinHost() + "\n"));
      found.doubtful().forEach(doubt -> output.print("  in doubt: " + doubt + "\n"));
    }
    findings.notes().forEach(note -> output.print("note: " + note + "\n"));
    if (findings.recognised() == 0) {
      output.print("Nothing was found that is ours and not on record.\n");
    }
  }

  private static ObjectNode json(Recoverer.Findings findings, List<BatchResult> batches) {
    ObjectNode document = Json.object().put("format_version", PlanJson.FORMAT_VERSION);
    ArrayNode imports = document.putArray("imports");
    for (Recovery.Found found : findings.imports()) {
      ObjectNode node = imports.addObject();
      node.put("host", found.wanted().host()).put("import", found.wanted().name());
      ArrayNode recovered = node.putArray("recovered");
      found
          .recognised()
          .forEach(
              one ->
                  recovered
                      .addObject()
                      .put("address", one.key().toString())
                      .put("host_id", one.live().id()));
      found.absent().forEach(key -> node.withArray("absent").add(key.toString()));
      found.doubtful().forEach(doubt -> node.withArray("doubtful").add(doubt));
    }
    ArrayNode notes = document.putArray("notes");
    findings.notes().forEach(notes::add);
    ArrayNode ids = document.putArray("batches");
    batches.forEach(batch -> ids.add(batch.batchId()));
    return document;
  }
}
