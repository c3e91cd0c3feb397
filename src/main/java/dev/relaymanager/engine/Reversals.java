package dev.relaymanager.engine;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.ProviderState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.StateStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an apply takes back by itself: strict imports that fail, and what a crash left half-done.
 */
final class Reversals {
  private static final int PAGE = 20;

  private final StateStore store;
  private final Undoer undoer;
  private final KeySources sources;
  private final InstantSource clock;
  private final EngineListener listener;

  Reversals(
      StateStore store,
      Undoer undoer,
      KeySources sources,
      InstantSource clock,
      EngineListener listener) {
    this.store = store;
    this.undoer = undoer;
    this.sources = sources;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Goes on with rollbacks that a crash ended. Whoever began them had seen and allowed them.
   *
   * @param rollbacks gets what came of them
   * @return names of the imports that they changed, whose plans are out of date
   */
  Set<String> goOn(Planned planned, BooleanSupplier stop, List<BatchResult> rollbacks) {
    Set<String> changed = new HashSet<>();
    for (ConnectedHost host : planned.hosts().values()) {
      for (Batches.Batch batch : Unfinished.rollbacks(store, host.document().name())) {
        String name = batch.header().host() + "/" + batch.header().importName();
        if (isWanted(planned, name)) {
          changed.add(name);
          goOn(planned, host, batch, stop, rollbacks);
        }
      }
    }
    return changed;
  }

  /** Somebody who asked for other imports finds this one as it is. */
  private static boolean isWanted(Planned planned, String name) {
    return planned.selection().isAll()
        || planned.plan().imports().stream().anyMatch(part -> part.name().equals(name));
  }

  private void goOn(
      Planned planned,
      ConnectedHost host,
      Batches.Batch batch,
      BooleanSupplier stop,
      List<BatchResult> rollbacks) {
    listener.stage("going on with the rollback of batch " + batch.header().id());
    try {
      KeyFinder keys = keys(planned, batch.header());
      Undoer.Undo undo = undoer.plan(batch, host, keys);
      String revision =
          BatchOrigin.commit(batch.header().origin())
              .orElseGet(() -> planned.loaded().revisionOf(batch.header().importName()));
      BatchResult undone = undoer.run(undo, host, keys, revision, stop);
      rollbacks.add(undone);
      if (batch.detail().isEmpty()) {
        new InstallStates(store, undo.plan()).takenBack(undone, clock.instant());
      } else {
        ended(undo.plan(), batch.detail(), undone);
        if (undone.state() == BatchState.ROLLED_BACK) {
          takeBack(planned, undo.plan(), batch.detail(), rollbacks);
        }
      }
    } catch (InvalidInputException impossible) {
      listener.warning(
          "batch %s could not be rolled back to the end: %s"
              .formatted(batch.header().id(), impossible.explanation()));
    }
  }

  /** Whether an earlier batch of the import failed, and what it did stands. */
  boolean hasFailed(ImportPlan part) {
    return !failed(part).isEmpty();
  }

  /**
   * Accounts that stand by those batches and are to stay as they are. Whether their keys work
   * decides whether there is anything to go on with, and is found out anew: the batch may have
   * failed because they do not.
   */
  List<RecordedResource> accountsOfFailed(ImportPlan part) {
    Set<String> batches =
        failed(part).stream().map(batch -> batch.header().id()).collect(Collectors.toSet());
    Set<ResourceKey> changing =
        part.changes().stream().map(Change::key).collect(Collectors.toSet());
    return store.resources().of(part.host(), part.importName()).stream()
        .filter(resource -> resource.key().type() == ResourceType.ACCOUNT)
        .filter(resource -> !changing.contains(resource.key()))
        .filter(resource -> batches.contains(resource.batchId()))
        .toList();
  }

  /**
   * Takes a strict import that failed back to where it last stood whole: with the batch that failed
   * go those before it that were interrupted, of which it was only the rest.
   *
   * @param part whose import it is
   * @param failure why it failed
   * @param rollbacks gets what came of it
   */
  void takeBack(Planned planned, ImportPlan part, String failure, List<BatchResult> rollbacks) {
    for (Batches.Batch batch : failed(part)) {
      listener.stage("rolling back batch " + batch.header().id());
      try {
        BatchResult undone =
            undoer.undoFailed(
                batch.header().id(),
                planned.hosts().get(part.host()),
                keys(planned, batch.header()),
                planned.loaded().revisionOf(part.importName()));
        rollbacks.add(undone);
        ended(part, failure, undone);
        if (undone.state() != BatchState.ROLLED_BACK) {
          return;
        }
      } catch (InvalidInputException impossible) {
        new InstallStates(store, part)
            .move(
                ProviderState.FAILED,
                "batch %s failed:\n%s\nand could not be rolled back:\n%s"
                    .formatted(batch.header().id(), failure, impossible.explanation()));
        return;
      }
    }
  }

  private void ended(ImportPlan part, String failure, BatchResult undone) {
    InstallStates states = new InstallStates(store, part);
    states.rolledBack(failure, undone);
    states.accessGone(clock.instant(), undone.batchId());
  }

  /** Failed batches since the import last stood whole, newest first. */
  private List<Batches.Batch> failed(ImportPlan part) {
    List<Batches.Batch> failed = new ArrayList<>();
    @Nullable String before = null;
    while (true) {
      List<Batches.Batch> page = store.batches().page(part.host(), part.importName(), before, PAGE);
      for (Batches.Batch batch : page) {
        switch (batch.state()) {
          case FAILED -> failed.add(batch);
          case ROLLED_BACK, ROLLBACK_RUNNING -> {}
          case SUCCEEDED, PARTIALLY_SUCCEEDED, PENDING, PREVIEWED, RUNNING -> {
            return failed;
          }
        }
        before = batch.header().id();
      }
      if (page.size() < PAGE) {
        return failed;
      }
    }
  }

  private KeyFinder keys(Planned planned, BatchHeader batch) {
    return sources.of(batch.host(), batch.importName(), batch.id(), planned.loaded());
  }
}
