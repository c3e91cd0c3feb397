package dev.relaymanager.api;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.engine.ApplyOutcome;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.report.AccessJson;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.PlanJson;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an apply did, for machines; the format is described in docs/formats.md. */
public final class OutcomeJson {
  private OutcomeJson() {}

  public static ObjectNode of(Plan plan, ApplyOutcome outcome) {
    ObjectNode document = Json.object();
    document.put("format_version", PlanJson.FORMAT_VERSION);
    document.put("revision", plan.revision());
    document.set("plan", PlanJson.of(plan));
    ArrayNode batches = document.putArray("batches");
    outcome.batches().forEach(batch -> batches.add(of(batch)));
    ArrayNode rollbacks = document.putArray("rollbacks");
    outcome.rollbacks().forEach(batch -> rollbacks.add(of(batch)));
    ArrayNode access = document.putArray("access");
    outcome
        .closures()
        .forEach(
            (name, closure) -> {
              ObjectNode node = access.addObject();
              node.put("import", name);
              node.put("access_closure_status", closure.state().id());
              node.put("note", closure.note());
              node.set("ways", AccessJson.ways(closure.ways()));
              node.set("proofs", AccessJson.proofs(closure.proofs()));
            });
    return document;
  }

  /** A cycle of the daemon: without plan and batches where it did not come so far. */
  public static ObjectNode of(CycleResult cycle) {
    ObjectNode document;
    if (cycle.planned() == null) {
      document = Json.object();
      document.put("format_version", PlanJson.FORMAT_VERSION);
    } else if (cycle.outcome() == null) {
      document = Json.object();
      document.put("format_version", PlanJson.FORMAT_VERSION);
      document.set("plan", PlanJson.of(cycle.planned().plan()));
    } else {
      document = of(cycle.planned().plan(), cycle.outcome());
    }
    ArrayNode problems = document.putArray("problems");
    cycle.problems().forEach(problems::add);
    return document;
  }

  public static ObjectNode of(BatchResult batch) {
    ObjectNode node = Json.object();
    node.put("batch_id", batch.batchId());
    node.put("host", batch.host());
    node.put("import", batch.importName());
    node.put("status", batch.state().id());
    node.put("detail", batch.detail());
    ArrayNode steps = node.putArray("steps");
    for (StepResult step : batch.steps()) {
      ObjectNode one = steps.addObject();
      one.put("address", step.key().toString());
      one.put("action", step.action().id());
      one.put("result", step.end().name().toLowerCase(Locale.ROOT));
      if (step.hostId() != null) {
        one.put("host_id", step.hostId());
      }
      one.put("detail", step.detail());
    }
    ArrayNode keys = node.putArray("keys");
    batch
        .keys()
        .forEach(
            (key, verdict) ->
                keys.addObject()
                    .put("address", key.toString())
                    .put("verdict", verdict.id())
                    .put("evidence", verdict.evidence()));
    return node;
  }
}
