package dev.relaymanager.engine;

import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.Revisions;
import dev.relaymanager.store.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leaves out of a plan what was rolled back at the same revision, or not yet to the end. */
final class Quarantined {
  private Quarantined() {}

  /** What a part of a plan carries out: a commit, or a version of what came over the API. */
  static String revision(Loaded loaded, Plan plan, ImportPlan part) {
    return loaded
        .apiOwner(part.importName())
        .map(owner -> BatchOrigin.ofApi(owner.version(), null))
        .orElse(plan.revision());
  }

  static Plan without(Plan plan, Loaded loaded, Revisions revisions) {
    List<Revisions.Quarantine> all = revisions.quarantined();
    List<ImportPlan> imports = new ArrayList<>();
    for (ImportPlan part : plan.imports()) {
      String revision = revision(loaded, plan, part);
      Optional<Revisions.Quarantine> quarantine =
          all.stream()
              .filter(
                  one ->
                      one.host().equals(part.host())
                          && one.importName().equals(part.importName())
                          && one.revision().equals(revision))
              .findFirst();
      imports.add(quarantine.map(found -> emptied(part, found)).orElse(part));
    }
    return new Plan(plan.revision(), imports, plan.unread());
  }

  /** What stands is about to change: nothing can be planned on it. */
  static Plan withoutHalfTakenBack(Plan plan, StateStore store) {
    List<Batches.Batch> running = store.batches().in(BatchState.ROLLBACK_RUNNING);
    List<ImportPlan> imports = new ArrayList<>();
    for (ImportPlan part : plan.imports()) {
      Optional<Batches.Batch> half =
          running.stream()
              .filter(batch -> batch.header().host().equals(part.host()))
              .filter(batch -> batch.header().importName().equals(part.importName()))
              .findFirst();
      imports.add(
          half.map(
                  batch ->
                      emptied(
                          part,
                          "the rollback of batch "
                              + batch.header().id()
                              + " was interrupted: apply goes on with it, and with nothing else of"
                              + " this import"))
              .orElse(part));
    }
    return new Plan(plan.revision(), imports, plan.unread());
  }

  private static ImportPlan emptied(ImportPlan part, Revisions.Quarantine quarantine) {
    return emptied(
        part,
        "in quarantine: batch "
            + quarantine.batchId()
            + " of this revision was rolled back; it is applied again with the next commit"
            + " (or: relayctl apply --retry-quarantined)");
  }

  private static ImportPlan emptied(ImportPlan part, String note) {
    return new ImportPlan(
            part.host(),
            part.importName(),
            part.desired(),
            List.of(),
            List.of(),
            List.of(),
            part.notes())
        .noting(note);
  }
}
