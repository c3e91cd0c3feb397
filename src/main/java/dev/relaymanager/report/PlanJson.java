package dev.relaymanager.report;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.Drift;
import dev.relaymanager.plan.FieldChange;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.plan.Obstacle;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A plan for machines; the format is described in docs/formats.md. */
public final class PlanJson {
  /** Grows when a reader would have to change. */
  public static final String FORMAT_VERSION = "1.0";

  private PlanJson() {}

  /** The whole plan. */
  public static ObjectNode of(Plan plan) {
    ObjectNode document = Json.object();
    document.put("format_version", FORMAT_VERSION);
    document.put("revision", plan.revision());
    ArrayNode changes = document.putArray("resource_changes");
    ArrayNode drift = document.putArray("resource_drift");
    ArrayNode obstacles = document.putArray("obstacles");
    ArrayNode notes = document.putArray("notes");
    for (ImportPlan part : plan.imports()) {
      part.changes().forEach(change -> changes.add(change(change)));
      part.drift().forEach(one -> drift.add(drift(one)));
      part.obstacles().forEach(obstacle -> obstacles.add(obstacle(obstacle)));
      part.notes().forEach(note -> notes.addObject().put("import", part.name()).put("note", note));
    }
    ArrayNode unread = document.putArray("unread_hosts");
    plan.unread()
        .forEach((host, reason) -> unread.addObject().put("host", host).put("reason", reason));
    Plan.Totals totals = plan.totals();
    document
        .putObject("summary")
        .put("add", totals.create())
        .put("change", totals.update())
        .put("destroy", totals.delete())
        .put("adopt", totals.adopt())
        .put("forget", totals.forget());
    return document;
  }

  /** The plan, with what the guard would refuse of it. */
  public static ObjectNode of(Plan plan, List<Refusal> refusals) {
    ObjectNode document = of(plan);
    ArrayNode nodes = document.putArray("refusals");
    for (Refusal refusal : refusals) {
      nodes
          .addObject()
          .put("rule", refusal.rule())
          .put("limit", refusal.limit())
          .put("value", refusal.value())
          .put("message", refusal.message())
          .put("allow", refusal.allow());
    }
    return document;
  }

  /** Only what was changed on the hosts since it was recorded. */
  public static ObjectNode drift(Plan plan) {
    return of(plan).retain("format_version", "revision", "resource_drift", "unread_hosts");
  }

  private static ObjectNode change(Change change) {
    ObjectNode node = resource(change.key());
    ObjectNode body = node.putObject("change");
    ArrayNode actions = body.putArray("actions");
    switch (change) {
      case Change.Create create -> {
        actions.add("create");
        body.putNull("before");
        body.set("after", fields(create.after()));
      }
      case Change.Adopt adopt -> {
        node.put("host_id", adopt.live().id());
        actions.add("adopt");
        body.set("before", fields(adopt.live().spec()));
        body.set("after", fields(adopt.after()));
        body.set("changed", changed(adopt.fields()));
      }
      case Change.Update update -> {
        node.put("host_id", update.live().id());
        if (update.movedFrom() != null) {
          node.put("previous_address", update.movedFrom().toString());
        }
        actions.add("update");
        body.set("before", fields(update.live().spec()));
        body.set("after", fields(update.after()));
        body.set("changed", changed(update.fields()));
      }
      case Change.Delete delete -> {
        node.put("host_id", delete.hostId());
        actions.add("delete");
        body.set("before", fields(delete.before()));
        body.putNull("after");
        node.putObject("impact")
            .put("subscriptions", delete.impact().subscriptions())
            .put("user_keys", delete.impact().userKeys())
            .put("accounts", delete.impact().accounts());
      }
      case Change.Forget forget -> {
        node.put("host_id", forget.hostId());
        actions.add("forget");
        body.set("before", fields(forget.before()));
        body.putNull("after");
      }
    }
    node.put("reason", change.why());
    node.put("undo", change.undo().name().toLowerCase(Locale.ROOT));
    return node;
  }

  private static ObjectNode drift(Drift drift) {
    ObjectNode node = resource(drift.key());
    node.put("host_id", drift.hostId());
    node.put("name", drift.name());
    node.put("corrected", drift.corrected());
    ObjectNode body = node.putObject("change");
    switch (drift) {
      case Drift.Gone ignored -> body.putArray("actions").add("delete");
      case Drift.Changed changed -> {
        body.putArray("actions").add("update");
        body.set("changed", changed(changed.fields()));
      }
    }
    return node;
  }

  private static ObjectNode obstacle(Obstacle obstacle) {
    ObjectNode node = resource(obstacle.key());
    node.put("code", obstacle.code());
    if (obstacle.place() != null) {
      node.put("place", obstacle.place().toString());
    }
    node.put("message", obstacle.message());
    node.put("fix", obstacle.fix());
    if (!obstacle.conflicts().isEmpty()) {
      ObjectNode conflicts = node.putObject("conflicts");
      obstacle
          .conflicts()
          .forEach(
              (name, conflict) -> {
                ObjectNode field = conflicts.putObject(name);
                field.set("recorded", Json.of(conflict.recorded()));
                field.set("live", Json.of(conflict.live()));
                field.set("desired", Json.of(conflict.desired()));
              });
    }
    return node;
  }

  private static ObjectNode resource(ResourceKey key) {
    ObjectNode node = Json.object();
    node.put("address", key.toString());
    node.put("host", key.host());
    node.put("import", key.importName());
    node.put("type", key.type().id());
    node.put("name", key.name());
    return node;
  }

  private static ObjectNode fields(ResourceSpec spec) {
    ObjectNode node = Json.object();
    spec.fields().forEach((name, value) -> node.set(name, Json.of(value)));
    return node;
  }

  private static ObjectNode changed(Map<String, FieldChange> fields) {
    ObjectNode node = Json.object();
    fields.forEach(
        (name, change) -> {
          ObjectNode field = node.putObject(name);
          field.set("before", Json.of(change.before()));
          field.set("after", Json.of(change.after()));
        });
    return node;
  }
}
