package dev.relaymanager.simulation;

import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.plan.Drift;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.Revisions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the manager says of itself: its next plan and its record.
 *
 * @param plans the next plan, by import; without those for which there is nothing to say
 * @param recorded everything on record
 * @param unfinished intents that are open and batches that have not ended
 * @param batches all that there ever were, newest first
 * @param quarantined imports of which this revision was taken back
 * @param half batches of this revision that failed and could not be taken back whole
 * @param unread hosts that could not be read
 */
record Picture(
    SortedMap<String, Forecast> plans,
    List<RecordedResource> recorded,
    List<String> unfinished,
    List<Batches.Batch> batches,
    Set<String> quarantined,
    List<String> half,
    List<String> unread) {
  /** Before the first run. */
  static final Picture NOTHING =
      new Picture(new TreeMap<>(), List.of(), List.of(), List.of(), Set.of(), List.of(), List.of());

  private static final Set<BatchState> UNFINISHED =
      EnumSet.of(
          BatchState.PENDING,
          BatchState.PREVIEWED,
          BatchState.RUNNING,
          BatchState.ROLLBACK_RUNNING);

  static Picture of(Engine engine, Loaded loaded) {
    Plan plan = engine.plan(loaded, false, PlanOptions.STANDARD).plan();
    SortedMap<String, Forecast> plans = new TreeMap<>();
    for (ImportPlan part : plan.imports()) {
      Forecast shown = forecast(part);
      if (!shown.isEmpty()) {
        plans.put(part.importName(), shown);
      }
    }
    List<String> unfinished = new ArrayList<>();
    engine.store().journal().openIntents("prod").forEach(open -> unfinished.add(open.toString()));
    List<Batches.Batch> batches =
        engine.store().batches().page(null, null, null, Integer.MAX_VALUE);
    batches.stream()
        .filter(batch -> UNFINISHED.contains(batch.state()))
        .forEach(batch -> unfinished.add(batch.toString()));
    Set<String> quarantined = new TreeSet<>();
    List<String> half = new ArrayList<>();
    for (Revisions.Quarantine quarantine : engine.store().revisions().quarantined()) {
      if (!quarantine.revision().equals(plan.revision())) {
        continue;
      }
      quarantined.add(quarantine.importName());
      batches.stream()
          .filter(batch -> batch.header().id().equals(quarantine.batchId()))
          .filter(batch -> batch.state() == BatchState.FAILED)
          .forEach(batch -> half.add(batch.header().id()));
    }
    return new Picture(
        plans,
        engine.store().resources().on("prod"),
        unfinished,
        batches,
        quarantined,
        half,
        List.copyOf(plan.unread().values()));
  }

  private static Forecast forecast(ImportPlan part) {
    Forecast shown = new Forecast();
    part.obstacles()
        .forEach(obstacle -> shown.obstacles.add(obstacle.code() + " " + address(obstacle.key())));
    for (Drift drift : part.drift()) {
      shown.drift.add(
          address(drift.key())
              + switch (drift) {
                case Drift.Gone ignored -> " gone";
                case Drift.Changed changed -> " " + String.join(",", changed.fields().keySet());
              });
    }
    if (part.obstacles().isEmpty()) {
      part.changes().forEach(change -> shown.pending.add(address(change.key())));
    }
    return shown;
  }

  /** Inside its import. */
  static String address(ResourceKey key) {
    return key.name().isEmpty() ? key.type().label() : key.type().label() + "/" + key.name();
  }
}
