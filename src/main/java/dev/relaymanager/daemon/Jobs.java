package dev.relaymanager.daemon;

import dev.relaymanager.engine.Engine;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work that others hand to the one thread that may change hosts: carried out between two cycles, in
 * the order in which it came. Safe for use by many threads.
 */
public final class Jobs {
  /** How soon a stop is noticed while there is nothing to do. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  private record Job<T>(Function<Engine, T> work, CompletableFuture<T> result) {
    void run(Engine engine) {
      try {
        result.complete(work.apply(engine));
      } catch (RuntimeException | Error failure) {
        // Whoever handed it in is told; the loop goes on.
        result.completeExceptionally(failure);
      }
    }
  }

  /**
   * Hands work in.
   *
   * @return what came of it; cancelled when the loop ends before it began
   */
  public <T> CompletableFuture<T> submit(Function<Engine, T> work) {
    Job<T> job = new Job<>(work, new CompletableFuture<>());
    queue.add(job);
    if (closed) {
      cancelAll();
    }
    return job.result();
  }

  /**
   * Carries out what is there and what comes, for a time or until a stop.
   *
   * @return whether a stop was asked for
   */
  public boolean work(Engine engine, Duration time, BooleanSupplier stop)
      throws InterruptedException {
    long until = System.nanoTime() + time.toNanos();
    while (!stop.getAsBoolean()) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      @Nullable Job<?> job = queue.poll(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
      if (job != null) {
        job.run(engine);
      }
    }
    return true;
  }

  /** Takes no more, and cancels what was not begun. */
  public void close() {
    closed = true;
    cancelAll();
  }

  private void cancelAll() {
    for (Job<?> job = queue.poll(); job != null; job = queue.poll()) {
      job.result().completeExceptionally(new CancellationException("the service is ending"));
    }
  }
}
