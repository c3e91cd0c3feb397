package dev.relaymanager.api;

import dev.relaymanager.model.KeyLike;
import dev.relaymanager.report.Json;
import dev.relaymanager.store.AuditLog;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down who changed what: on record, as an event, and as a line of the log. A call's body is
 * nowhere in it.
 *
 * @param batches what a batch has come to, for whoever asks a second time
 * @param said gets the line
 */
record Ledger(
    AuditLog log,
    Events events,
    InstantSource clock,
    Function<String, Answer.Whole> batches,
    Consumer<String> said) {

  /** Notes a call that changes something; others leave no line. */
  void note(Call call, Answer.Whole answer) {
    if (!call.operation().changes()) {
      return;
    }
    String subject = subject(call);
    AuditLog.Line line =
        new AuditLog.Line(
            clock.instant(),
            call.caller().name(),
            call.caller().role().id(),
            call.operation().id(),
            subject,
            answer.batchId(),
            answer.status(),
            answer.outcome());
    log.append(line);
    ObjectNode data =
        Json.object()
            .put("who", line.who())
            .put("role", line.role())
            .put("operation", line.operation())
            .put("subject", line.subject())
            .put("batch_id", line.batchId())
            .put("status", line.status())
            .put("outcome", line.outcome());
    events.tell("audit", data);
    said.accept(
        "audit: %s (%s) %s %s: %d%s%s"
            .formatted(
                line.who(),
                line.role(),
                line.operation(),
                subject,
                line.status(),
                line.batchId() == null ? "" : ", batch " + line.batchId(),
                line.outcome().isEmpty() ? "" : ", " + line.outcome()));
  }

  private static String subject(Call call) {
    String path = call.operation().path();
    for (Map.Entry<String, String> parameter : call.path().entrySet()) {
      path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
    }
    return KeyLike.hidden(path);
  }
}
