package dev.relaymanager.engine;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ClosureState;
import dev.relaymanager.model.ProviderState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.plan.Drift;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.probe.Closure;
import dev.relaymanager.probe.WayVerdict;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.Closures;
import dev.relaymanager.store.Installs;
import dev.relaymanager.store.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps the state of one provider on one host as design.md, section 6, defines it. */
final class InstallStates {
  private final Installs installs;
  private final StateStore store;
  private final ImportPlan part;

  InstallStates(StateStore store, ImportPlan part) {
    this.installs = store.installs();
    this.store = store;
    this.part = part;
  }

  /** Of the import that a batch belongs to, whatever is declared of it now. */
  static InstallStates of(StateStore store, BatchHeader batch) {
    return new InstallStates(
        store,
        new ImportPlan(
            batch.host(), batch.importName(), null, List.of(), List.of(), List.of(), List.of()));
  }

  void move(ProviderState state, String detail) {
    Optional<Installs.Install> known = installs.get(part.host(), part.importName());
    String packId = known.map(Installs.Install::packId).orElse("");
    String packVersion = known.map(Installs.Install::packVersion).orElse("");
    String providerId = known.map(Installs.Install::providerId).orElse("");
    if (part.desired() != null) {
      packId = part.desired().packId();
      boolean stands = state == ProviderState.ACTIVE || state == ProviderState.DEGRADED;
      if (packVersion.isEmpty() || stands) {
        packVersion = part.desired().packVersion();
      }
      providerId = part.desired().providerId();
    }
    installs.move(part.host(), part.importName(), packId, packVersion, providerId, state, detail);
    if (part.desired() != null) {
      installs.keepDeletion(
          part.host(),
          part.importName(),
          part.desired().deletion().name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * A first import is installed when its batch begins: it was discovered and validated before, by
   * reading the repository, and nothing happened in between that could be told.
   */
  void beginning() {
    if (part.desired() != null && installs.get(part.host(), part.importName()).isEmpty()) {
      move(ProviderState.INSTALLED, "");
    }
  }

  /** Something has to be decided by a person before anything is applied. */
  void blocked() {
    String why =
        part.obstacles().stream()
            .map(
                obstacle ->
                    (obstacle.place() == null ? "" : obstacle.place() + ": ")
                        + obstacle.message()
                        + " ("
                        + obstacle.fix()
                        + ")")
            .collect(Collectors.joining("\n"));
    move(part.drift().isEmpty() ? ProviderState.FAILED : ProviderState.DRIFTED, why);
  }

  /**
   * After the rollback of a batch that had failed.
   *
   * @param failure why it had
   */
  void rolledBack(String failure, BatchResult undone) {
    if (undone.state() == BatchState.ROLLED_BACK) {
      move(ProviderState.FAILED, failedAndRolledBack(undone.batchId(), failure));
    } else {
      move(
          ProviderState.DRIFTED,
          "batch "
              + undone.batchId()
              + " failed, and its rollback could not delete everything:\n"
              + undone.detail());
    }
  }

  /** Says what a rollback came to whose process died between its end and this. */
  void catchUp(Instant now) {
    Optional<Batches.Batch> last =
        store
            .batches()
            .latest(part.host(), part.importName())
            .filter(batch -> batch.state() == BatchState.ROLLED_BACK);
    Optional<Installs.Install> known = installs.get(part.host(), part.importName());
    if (last.isEmpty() || known.isEmpty()) {
      return;
    }
    String batchId = last.get().header().id();
    if (known.get().detail().contains(batchId)) {
      accessGone(now, batchId);
    } else if (last.get().detail().isEmpty()) {
      wasTakenBack(batchId, now);
    } else {
      move(ProviderState.FAILED, failedAndRolledBack(batchId, last.get().detail()));
      accessGone(now, batchId);
    }
  }

  private static String failedAndRolledBack(String batchId, String failure) {
    return "batch " + batchId + " failed and was rolled back:\n" + failure;
  }

  private void wasTakenBack(String batchId, Instant now) {
    boolean nothingLeft = store.resources().of(part.host(), part.importName()).isEmpty();
    move(
        nothingLeft ? ProviderState.INSTALLED : ProviderState.DEGRADED,
        "batch " + batchId + " was rolled back");
    accessGone(now, batchId);
  }

  /** After a rollback that somebody asked for. */
  void takenBack(BatchResult result, Instant now) {
    if (result.state() == BatchState.ROLLED_BACK) {
      wasTakenBack(result.batchId(), now);
    } else {
      move(
          ProviderState.DRIFTED,
          "batch " + result.batchId() + " could not be rolled back whole:\n" + result.detail());
    }
  }

  /** After a rollback: when nothing of the import is left, nobody can call its models. */
  void accessGone(Instant now, String batchId) {
    if (store.resources().of(part.host(), part.importName()).isEmpty()) {
      store
          .closures()
          .append(
              new Closures.Closure(
                  part.host(),
                  part.importName(),
                  ClosureState.NOT_CONFIGURED,
                  "nothing of this import stands on the host",
                  now,
                  batchId));
    }
  }

  /** An import that is declared no more. */
  void removed(@Nullable BatchResult batch) {
    if (batch != null && batch.state() != BatchState.SUCCEEDED) {
      move(ProviderState.FAILED, batch.detail());
    } else if (store.resources().of(part.host(), part.importName()).isEmpty()) {
      installs.remove(part.host(), part.importName());
    }
  }

  /**
   * A stop was asked for, or the host is not as the plan saw it: what was done stands, and the next
   * apply goes on from there.
   */
  void stopped(BatchResult batch) {
    move(ProviderState.FAILED, batch.detail());
  }

  /**
   * After an apply that came to its end.
   *
   * @param faults of accounts that stand as declared
   * @param refused accounts that lack a declared key which was refused before
   */
  void ended(
      @Nullable BatchResult batch,
      List<String> faults,
      Closure closure,
      List<ResourceKey> refused) {
    if (batch != null && batch.state() == BatchState.FAILED) {
      move(ProviderState.FAILED, batch.detail());
      return;
    }
    List<String> left = uncorrected();
    if (!left.isEmpty()) {
      move(ProviderState.DRIFTED, String.join("\n", left));
      return;
    }
    List<String> weak = new ArrayList<>();
    refused.forEach(
        key ->
            weak.add(
                key.name()
                    + (store.resources().get(key).isEmpty()
                        ? " is left out: its key failed its proof"
                        : " keeps its earlier key: the new one failed its proof")));
    if (batch != null && batch.state() == BatchState.PARTIALLY_SUCCEEDED) {
      weak.add(batch.detail());
    }
    weak.addAll(faults);
    if (closure.state() == ClosureState.BROKEN) {
      weak.add("no way of access works: " + refused(closure));
    } else if (closure.state() == ClosureState.NOT_CONFIGURED) {
      weak.add("access is not proven: " + closure.note());
    } else if (closure.ways().stream().anyMatch(way -> way.verdict() == WayVerdict.REFUSED)) {
      weak.add("a way of access does not work: " + refused(closure));
    }
    move(weak.isEmpty() ? ProviderState.ACTIVE : ProviderState.DEGRADED, String.join("\n", weak));
  }

  private static String refused(Closure closure) {
    return closure.ways().stream()
        .filter(way -> way.verdict() == WayVerdict.REFUSED)
        .map(way -> closure.ways().size() == 1 ? way.why() : way.way().word() + ": " + way.why())
        .collect(Collectors.joining("; "));
  }

  private List<String> uncorrected() {
    return part.drift().stream()
        .filter(drift -> !drift.corrected())
        .map(
            drift ->
                drift.key().withinHost()
                    + " ("
                    + drift.name()
                    + ", #"
                    + drift.hostId()
                    + ") "
                    + switch (drift) {
                      case Drift.Gone ignored -> "is gone from the host";
                      case Drift.Changed changed ->
                          "was changed on the host: "
                              + String.join(", ", changed.fields().keySet());
                    })
        .toList();
  }
}
