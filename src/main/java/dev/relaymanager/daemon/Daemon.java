package dev.relaymanager.daemon;

import dev.relaymanager.desired.ImportDocument;
import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.CycleResult;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.HeldLease;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.git.Revision;
import dev.relaymanager.model.RelayException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a repository: a new commit is applied at once, also when an older one is not done yet,
 * and the hosts are compared with the record on a schedule. Used by one thread.
 */
public final class Daemon {
  private final Engine engine;
  private final HeldLease lease;
  private final InstantSource clock;
  private final Schedule schedule;
  private final Consumer<CycleResult> heard;
  private final Consumer<Revision> newerHeard;
  private @Nullable String revision;
  private final Timetable timetable;
  private boolean overtaken;

  /**
   * How often to look.
   *
   * @param fetch between two looks for a new commit
   * @param drift between two comparisons with the hosts when there is none, a tenth more or less
   */
  public record Schedule(Duration fetch, Duration drift) {}

  /** Waits for a time or a stop. */
  public interface Waiting {
    /** True when a stop was asked for. */
    boolean await(Duration time) throws InterruptedException;
  }

  /**
   * A daemon.
   *
   * @param heard hears of every cycle
   * @param newerHeard hears of a commit that ends a cycle early; called on another thread
   */
  public Daemon(
      Engine engine,
      HeldLease lease,
      InstantSource clock,
      Schedule schedule,
      Consumer<CycleResult> heard,
      Consumer<Revision> newerHeard) {
    this.engine = engine;
    this.lease = lease;
    this.clock = clock;
    this.schedule = schedule;
    this.heard = heard;
    this.newerHeard = newerHeard;
    this.timetable = new Timetable(schedule.drift());
  }

  /**
   * Runs until a stop is asked for or the lease is lost.
   *
   * @param failures hears why the repository could not be looked at; it is tried again
   * @return whether it ended because it was asked to
   */
  public boolean run(BooleanSupplier stop, Waiting waiting, Consumer<RelayException> failures)
      throws InterruptedException {
    while (!stop.getAsBoolean()) {
      if (lease.isLost()) {
        return false;
      }
      boolean isOvertaken = false;
      try {
        Timetable.Due due = isNewer() ? Timetable.Due.ALL : timetable.at(clock.instant());
        if (!due.isNothing()) {
          cycle(due, stop);
          isOvertaken = overtaken;
        }
      } catch (RelayException failed) {
        failures.accept(failed);
      }
      if (!isOvertaken && waiting.await(schedule.fetch())) {
        return true;
      }
    }
    return true;
  }

  /**
   * One cycle, whether or not something is new. It ends at the next step boundary when a newer
   * commit comes; what it did stands, and the next cycle goes on from there.
   */
  public CycleResult cycle(BooleanSupplier stop) {
    return cycle(Timetable.Due.ALL, stop);
  }

  private CycleResult cycle(Timetable.Due due, BooleanSupplier stop) {
    CycleResult result;
    try (NewerCommit newer = new NewerCommit(engine::fetch, schedule.fetch(), newerHeard)) {
      result =
          engine.cycle(
              due.options(),
              new ApplyOptions(Set.of(), () -> stop.getAsBoolean() || newer.isThere()),
              lease,
              newer::than);
      overtaken = newer.isThere();
    }
    timetable.ended(due, scheduled(result.planned()), clock.instant());
    revision =
        result.planned() == null
            ? null
            : Optional.ofNullable(result.planned().loaded().revision())
                .map(Revision::commitId)
                .orElse(null);
    heard.accept(result);
    return result;
  }

  private static List<Timetable.Scheduled> scheduled(@Nullable Planned planned) {
    if (planned == null) {
      return List.of();
    }
    return planned.loaded().state().imports().stream()
        .map(
            wanted ->
                new Timetable.Scheduled(
                    wanted.host(),
                    wanted.name(),
                    planned
                        .loaded()
                        .documents()
                        .providerImport(wanted.name())
                        .map(ImportDocument::reconcileEvery)
                        .orElse(null)))
        .toList();
  }

  /** Whether there is a commit that no cycle has seen; never where no repository is followed. */
  private boolean isNewer() {
    return engine
        .fetch()
        .map(Revision::commitId)
        .filter(found -> !found.equals(revision))
        .isPresent();
  }
}
