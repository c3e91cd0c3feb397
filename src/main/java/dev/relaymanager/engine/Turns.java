package dev.relaymanager.engine;

import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.ImportPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Lets the imports of a plan take turns. Neighbours that only make something new are carried out
 * side by side: they share nothing and take nothing away, so it does not matter which is first. One
 * that changes or deletes anything has its turn alone, after all before it and before all after it,
 * so that what the guard let pass happens in the order of the plan.
 */
final class Turns {
  /** More would not be faster: a host's own limit is shared by all of them. */
  private static final int AT_ONCE = 4;

  private final BooleanSupplier stop;

  /**
   * Turns.
   *
   * @param stop asked before each import: true lets no more begin
   */
  Turns(BooleanSupplier stop) {
    this.stop = stop;
  }

  /**
   * Carries out what begins before a stop or a failure.
   *
   * @return what became of each import that began, in the order of the plan
   */
  <T> List<T> take(List<ImportPlan> parts, Function<ImportPlan, T> work) {
    List<T> results = new ArrayList<>();
    int next = 0;
    while (next < parts.size() && !stop.getAsBoolean()) {
      int end = next;
      while (end < parts.size() && onlyMakes(parts.get(end))) {
        end++;
      }
      if (end - next > 1) {
        results.addAll(sideBySide(parts.subList(next, end), work));
      } else {
        end = next + 1;
        results.add(work.apply(parts.get(next)));
      }
      next = end;
    }
    return results;
  }

  private static boolean onlyMakes(ImportPlan part) {
    return part.changes().stream().allMatch(Change.Create.class::isInstance);
  }

  /** Those that are under way when one fails come to their end; the first failure is thrown. */
  private <T> List<T> sideBySide(List<ImportPlan> parts, Function<ImportPlan, T> work) {
    AtomicBoolean failed = new AtomicBoolean();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<Optional<T>>> running = new ArrayList<>();
      for (ImportPlan part : parts) {
        running.add(
            threads.submit(
                () -> {
                  if (failed.get() || stop.getAsBoolean()) {
                    return Optional.empty();
                  }
                  try {
                    return Optional.of(work.apply(part));
                  } catch (RuntimeException | Error failure) {
                    failed.set(true);
                    throw failure;
                  }
                }));
      }
      List<T> results = new ArrayList<>();
      running.forEach(one -> await(one).ifPresent(results::add));
      return results;
    }
  }

  private static <T> T await(Future<T> one) {
    try {
      return one.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while imports were carried out", interrupted);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("an import failed", failure.getCause());
    }
  }
}
