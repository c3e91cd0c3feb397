package dev.relaymanager.engine;

import dev.relaymanager.git.Revision;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.RelayException;
import dev.relaymanager.plan.GuardRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The whole way, without asking; remembers which hosts could not be read. Used by one thread. */
final class Cycles {
  /** Why a host could not be read when it was last asked, so that a report tells of all of them. */
  private final SortedMap<String, String> unread = new TreeMap<>();

  /** {@link Engine#cycle(PlanOptions, ApplyOptions, HeldLease, Consumer)}. */
  CycleResult run(
      Engine engine,
      PlanOptions part,
      ApplyOptions options,
      HeldLease lease,
      Consumer<Revision> began) {
    List<String> problems = new ArrayList<>();
    @Nullable Planned planned = null;
    @Nullable ApplyOutcome outcome = null;
    @Nullable RelayException failure = null;
    try {
      Loaded loaded = engine.load();
      if (loaded.revision() != null) {
        began.accept(loaded.revision());
      }
      if (!options.allow().contains("rewritten-branch")) {
        engine.checkFastForward(loaded);
      }
      planned = engine.plan(loaded, true, part);
      remember(planned, part);
      problems.addAll(unread.values());
      outcome = engine.apply(planned, options, lease);
    } catch (InvalidInputException invalid) {
      failure = invalid;
      invalid.problems().forEach(problem -> problems.add(problem.toString()));
    } catch (GuardRefusedException refused) {
      failure = refused;
      refused.explanation().lines().forEach(problems::add);
    } catch (RelayException failed) {
      failure = failed;
      problems.add(failed.explanation());
    }
    return new CycleResult(
        planned,
        outcome,
        failure,
        List.copyOf(problems),
        engine.canReport() ? engine.report(problems) : null);
  }

  private void remember(Planned planned, PlanOptions part) {
    if (part.hosts().isEmpty()) {
      unread.clear();
    }
    unread.keySet().removeAll(part.hosts());
    planned
        .plan()
        .unread()
        .forEach(
            (host, reason) -> {
              if (part.hosts().isEmpty() || part.hosts().contains(host)) {
                unread.put(host, reason);
              }
            });
  }
}
