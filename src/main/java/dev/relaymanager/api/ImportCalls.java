package dev.relaymanager.api;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.BatchIds;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Selection;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.Palette;
import dev.relaymanager.report.PlanJson;
import dev.relaymanager.report.PlanText;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.Declarations;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls that import keys, look at batches, and take them back. */
final class ImportCalls {
  private final Desk desk;
  private final Batching batching;
  private final BatchJson batches;
  private final Idempotency idempotency;

  ImportCalls(Desk desk, Batching batching, BatchJson batches, Idempotency idempotency) {
    this.desk = desk;
    this.batching = batching;
    this.batches = batches;
    this.idempotency = idempotency;
  }

  Answer preview(Call call) {
    try (Engine engine = desk.engines().get()) {
      ImportOrder order =
          ImportOrder.of(
              call, engine, desk.store().declarations(), BatchIds.next(desk.clock().instant()));
      ObjectNode node =
          preview(engine, order.wish(), order.host(), order.importName(), Batching.allowed(call));
      node.put("mode", order.mode());
      node.putObject("keys").put("given", order.given()).put("distinct", order.distinct());
      return Answer.ok(node);
    }
  }

  /** What something would do if it were declared. */
  static ObjectNode preview(
      Engine engine, Declarations.Wish wish, String host, String importName, Set<String> allow) {
    Loaded draft = engine.draft(wish);
    Planned planned = engine.plan(draft, false, PlanOptions.onHosts(Set.of(host)));
    Batching.requireRead(planned.plan(), host);
    Planned part = planned.narrowed(new Selection(List.of(host + "/" + importName), List.of()));
    ObjectNode node = Json.object();
    node.put("host_id", host);
    node.put("import", importName);
    node.set("plan", PlanJson.of(part.plan()));
    ArrayNode refusals = node.putArray("refusals");
    engine.refusals(part, allow).forEach(refusal -> refusals.add(refusal.message()));
    return node;
  }

  Answer importKeys(Call call) {
    Instant now = desk.clock().instant();
    String batchId = BatchIds.next(now);
    ImportOrder order;
    String commitId;
    try (Engine engine = desk.engines().get()) {
      order = ImportOrder.of(call, engine, desk.store().declarations(), batchId);
      commitId = engine.draft(order.wish()).commitId();
    }
    idempotency.announce(call, batchId);
    return batching.carryOut(
        call,
        order.wish(),
        new BatchHeader(
            batchId,
            order.host(),
            order.importName(),
            order.packId(),
            order.providerId(),
            order.mode(),
            "",
            call.caller().name(),
            now),
        commitId);
  }

  Answer list(Call call) {
    String provider = call.at("provider_id");
    Imports.require(desk.store(), provider);
    String before = Pages.cursor(call);
    int limit = Pages.limit(call);
    List<Batches.Batch> page =
        desk.store()
            .batches()
            .ofProvider(
                provider,
                call.asked("host_id").orElse(null),
                before.isEmpty() ? null : before,
                limit + 1);
    return Pages.of(call, page, batch -> batch.header().id(), BatchJson::summary);
  }

  /** Of all providers. */
  Answer all(Call call) {
    String before = Pages.cursor(call);
    List<Batches.Batch> page =
        desk.store()
            .batches()
            .page(
                call.asked("host_id").orElse(null),
                call.asked("import").orElse(null),
                before.isEmpty() ? null : before,
                Pages.limit(call) + 1);
    return Pages.of(call, page, batch -> batch.header().id(), BatchJson::summary);
  }

  Answer get(Call call) {
    return Answer.ok(batches.whole(batches.find(call.at("batch_id"))));
  }

  Answer rollback(Call call) {
    Batches.Batch batch = batches.find(call.at("batch_id"));
    String batchId = batch.header().id();
    if (batch.state() == BatchState.ROLLED_BACK) {
      throw ApiException.at(
          409,
          "rolled-back-already",
          "",
          "batch " + batchId + " is rolled back already",
          "there is nothing left to do");
    }
    if (batch.state() == BatchState.PENDING) {
      throw ApiException.at(
          409,
          "not-begun",
          "",
          "batch " + batchId + " was not begun yet",
          "ask again when it has ended");
    }
    idempotency.announce(call, batchId);
    Set<String> allow = Batching.allowed(call);
    CompletableFuture<BatchResult> work =
        desk.jobs()
            .submit(
                engine -> {
                  Loaded loaded = engine.loadApplied();
                  return engine.rollback(
                      loaded, loaded, batchId, new ApplyOptions(allow, desk.stop()), desk.lease());
                });
    Answer.Whole answer = batching.batch(call, work, batchId);
    boolean asCommand = Forms.wants(call, Forms.TEXT) || Forms.wants(call, Forms.COMMAND);
    if (answer.status() != 200 || !asCommand) {
      return answer;
    }
    BatchResult result = work.join();
    return Forms.ofCommand(
            call,
            () -> OutcomeJson.of(result),
            () -> OutcomeText.of(result, Palette.PLAIN),
            result.state() == BatchState.ROLLED_BACK ? 0 : 1)
        .of(batchId, result.state().id());
  }

  /** What taking a batch back would do. */
  Answer previewRollback(Call call) {
    String batchId = batches.find(call.at("batch_id")).header().id();
    CompletableFuture<Plan> work =
        desk.jobs()
            .submit(
                engine -> {
                  Loaded loaded = engine.loadApplied();
                  return engine.planRollback(loaded, loaded, batchId, desk.lease());
                });
    Plan plan = work.join();
    return Forms.of(
        call,
        () -> PlanJson.of(plan),
        () -> PlanText.of(plan, Palette.PLAIN),
        ExitCodes.ofPlan(plan, false));
  }
}
