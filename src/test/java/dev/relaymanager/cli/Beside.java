package dev.relaymanager.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same with many things, some at a time. */
final class Beside {
  private Beside() {}

  /**
   * Returns when all is done, or the first failure in their order.
   *
   * @param atOnce so many at a time
   */
  static <A, B> List<B> each(int atOnce, List<A> all, Function<A, B> work) {
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<B>> begun =
          all.stream().map(one -> threads.submit(() -> work.apply(one))).toList();
      List<B> results = new ArrayList<>();
      for (Future<B> one : begun) {
        results.add(one.get());
      }
      return results;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }
}
