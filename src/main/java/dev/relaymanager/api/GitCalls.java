package dev.relaymanager.api;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.PlanJson;
import dev.relaymanager.report.StatusMarkdown;
import dev.relaymanager.store.Revisions;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
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
      return Answer.ok(PlanJson.of(planned(engine).plan()));
    }
  }

  Answer drift(Call call) {
    try (Engine engine = desk.engines().get()) {
      return Answer.ok(PlanJson.drift(planned(engine).plan()));
    }
  }

  private static Planned planned(Engine engine) {
    return engine.plan(engine.load(), false, PlanOptions.STANDARD);
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
