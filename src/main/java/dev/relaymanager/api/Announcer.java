package dev.relaymanager.api;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.report.Json;
import java.util.Locale;

/** Passes on what an engine says, and tells it as events too. Safe for use by many threads. */
final class Announcer implements EngineListener {
  private final EngineListener next;
  private final Events events;

  Announcer(EngineListener next, Events events) {
    this.next = next;
    this.events = events;
  }

  @Override
  public void stage(String what) {
    next.stage(what);
    events.tell("stage", what);
  }

  @Override
  public void begun(int more) {
    next.begun(more);
  }

  @Override
  public void finished() {
    next.finished();
  }

  @Override
  public void warning(String what) {
    next.warning(what);
    events.tell("warning", what);
  }

  @Override
  public void stepEnded(String batchId, StepResult result) {
    next.stepEnded(batchId, result);
    events.tell(
        "batch",
        Json.object()
            .put("batch_id", batchId)
            .put("address", result.key().toString())
            .put("action", result.action().id())
            .put("result", result.end().name().toLowerCase(Locale.ROOT))
            .put("detail", result.detail()));
  }

  @Override
  public void keyTried(String batchId, ResourceKey account, KeyVerdict verdict) {
    next.keyTried(batchId, account, verdict);
    events.tell(
        "batch",
        Json.object()
            .put("batch_id", batchId)
            .put("address", account.toString())
            .put("action", "try_key")
            .put("result", verdict.id())
            .put("detail", verdict.evidence()));
  }

  @Override
  public void waiting(String batchId, String what) {
    next.waiting(batchId, what);
    events.tell("stage", "waiting for " + what);
  }
}
