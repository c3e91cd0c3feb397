package dev.relaymanager.api;

import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.ApplyOutcome;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Refusal;
import dev.relaymanager.plan.Selection;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.Palette;
import dev.relaymanager.report.PlanJson;
import dev.relaymanager.report.PlanText;
import dev.relaymanager.report.StatusMarkdown;
import dev.relaymanager.store.Revisions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls about what the followed repository asks for. */
final class GitCalls {
  private final Desk desk;

  GitCalls(Desk desk) {
    this.desk = desk;
  }

  Answer revisions(Call call) {
    ObjectNode node = Json.object();
    String repository = desk.repository();
    node.put("ref", repository == null ? null : desk.ref());
    Optional<Revisions.Applied> applied =
        repository == null
            ? Optional.empty()
            : desk.store().revisions().lastApplied(repository, desk.ref());
    if (applied.isPresent()) {
      node.putObject("last_applied")
          .put("revision", applied.get().revision())
          .put("at", applied.get().at().toString());
    } else {
      node.putNull("last_applied");
    }
    ArrayNode quarantined = node.putArray("quarantined");
    for (Revisions.Quarantine one : desk.store().revisions().quarantined()) {
      quarantined
          .addObject()
          .put("host_id", one.host())
          .put("import", one.importName())
          .put("revision", one.revision())
          .put("batch_id", one.batchId())
          .put("since", one.since().toString());
    }
    return Answer.ok(node);
  }

  Answer plan(Call call) {
    try (Engine engine = desk.engines().get()) {
      Planned planned =
          engine.plan(
              engine.load(),
              false,
              new PlanOptions(
                  flag(call, "retry_quarantined"),
                  flag(call, "retry_refused"),
                  new Selection(list(call, "target"), list(call, "exclude"))));
      List<Refusal> refusals = engine.refusals(planned, Set.of());
      return Forms.of(
          call,
          () -> PlanJson.of(planned.plan(), refusals),
          () -> PlanText.of(planned.plan(), refusals, Palette.PLAIN),
          ExitCodes.ofPlan(planned.plan(), true));
    }
  }

  Answer drift(Call call) {
    try (Engine engine = desk.engines().get()) {
      Plan plan = engine.plan(engine.load(), false, PlanOptions.STANDARD).plan();
      return Forms.of(
          call,
          () -> PlanJson.drift(plan),
          () -> PlanText.driftOf(plan, Palette.PLAIN),
          ExitCodes.ofDrift(plan, true));
    }
  }

  /** The newest revision, at once, by the thread that may. */
  Answer apply(Call call) {
    Set<String> allow = Batching.allowed(call);
    PlanOptions options =
        new PlanOptions(
            call.json().path("retry_quarantined").booleanValue(false),
            call.json().path("retry_refused").booleanValue(false),
            new Selection(texts(call, "targets"), texts(call, "excludes")));
    CompletableFuture<Answer.Whole> work =
        desk.jobs().submit(engine -> apply(engine, call, options, allow));
    return Batching.awaited(call, work, "/api/status");
  }

  private Answer.Whole apply(Engine engine, Call call, PlanOptions options, Set<String> allow) {
    Loaded loaded = engine.load();
    if (!allow.contains("rewritten-branch")) {
      engine.checkFastForward(loaded);
    }
    Planned planned = engine.plan(loaded, true, options);
    ApplyOutcome outcome =
        engine.apply(planned, new ApplyOptions(allow, desk.stop()), desk.lease());
    return Forms.of(
            call,
            () -> OutcomeJson.of(planned.plan(), outcome),
            () -> OutcomeText.of(outcome, Palette.PLAIN),
            ExitCodes.ofApply(planned.plan(), outcome))
        .of(null, outcome.isWhole() ? "applied" : "partly");
  }

  private static boolean flag(Call call, String name) {
    return call.asked(name).filter("true"::equals).isPresent();
  }

  private static List<String> list(Call call, String name) {
    return call.asked(name).map(all -> List.of(all.split(","))).orElse(List.of());
  }

  private static List<String> texts(Call call, String field) {
    List<String> texts = new ArrayList<>();
    call.json().path(field).forEach(one -> texts.add(one.stringValue()));
    return texts;
  }

  Answer report(Call call) {
    try (Engine engine = desk.engines().get()) {
      byte[] page = StatusMarkdown.files(engine.status()).get("README.md");
      return Answer.text(
          "text/markdown;charset=utf-8",
          new String(Objects.requireNonNull(page), StandardCharsets.UTF_8));
    }
  }
}
