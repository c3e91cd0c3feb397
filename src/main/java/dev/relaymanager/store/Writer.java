package dev.relaymanager.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes. Work that several threads hand in while a commit is under way
 * goes into the next one together, so that they share one wait for the disk; each returns only when
 * its own work is on disk, and each fails alone.
 *
 * <p>Safe for use by many threads.
 */
final class Writer implements AutoCloseable {
  /** Keeps a transaction short: other processes wait for it. */
  private static final int MOST_IN_ONE_COMMIT = 256;

  private final Handle handle;
  private final StoreFault fault;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Task<?>> waiting = new ConcurrentLinkedQueue<>();
  private long commits;
  private boolean closed;

  Writer(Handle handle, StoreFault fault) {
    this.handle = handle;
    this.fault = fault;
  }

  /**
   * Carries work out in a transaction that holds the database's write lock from its first statement
   * on, and returns when it is on disk. What the work throws undoes all of it and no work of
   * others.
   */
  <T extends @Nullable Object> T write(Function<Handle, T> work) {
    Task<T> task = new Task<>(work);
    waiting.add(task);
    lock.lock();
    try {
      while (!task.settled) {
        commitTogether(nextGroup());
      }
    } finally {
      lock.unlock();
    }
    return task.outcome();
  }

  /** {@link #write} without a result. */
  void run(Consumer<Handle> work) {
    this.<@Nullable Object>write(
        opened -> {
          work.accept(opened);
          return null;
        });
  }

  /** How many commits there were. */
  long commits() {
    lock.lock();
    try {
      return commits;
    } finally {
      lock.unlock();
    }
  }

  private List<Task<?>> nextGroup() {
    List<Task<?>> group = new ArrayList<>();
    while (group.size() < MOST_IN_ONE_COMMIT) {
      Task<?> task = waiting.poll();
      if (task == null) {
        break;
      }
      group.add(task);
    }
    return group;
  }

  // Transactions are spelled out: the driver's own commit() begins the next transaction at once,
  // and a failure of that would look like a failure of the commit.
  private void commitTogether(List<Task<?>> group) {
    try {
      if (closed) {
        throw new IllegalStateException("the store is closed");
      }
      handle.execute("BEGIN IMMEDIATE");
      for (Task<?> task : group) {
        carryOut(task);
      }
      commit();
    } catch (RuntimeException | Error broken) {
      undo();
      group.forEach(task -> task.fail(explained(broken)));
    }
    group.forEach(Task::settle);
  }

  /** What was written is on disk when this returns, and not before it. */
  private void commit() {
    handle.execute("COMMIT");
    commits++;
  }

  private void carryOut(Task<?> task) {
    handle.execute("SAVEPOINT one");
    try {
      task.run(handle);
    } catch (RuntimeException | Error failure) {
      task.fail(explained(failure));
      try {
        handle.execute("ROLLBACK TO one");
      } catch (RuntimeException alreadyUndone) {
        // A full disk or an I/O error ends the whole transaction, not only this work.
        failure.addSuppressed(alreadyUndone);
        throw failure;
      }
    }
    handle.execute("RELEASE one");
  }

  private void undo() {
    try {
      handle.execute("ROLLBACK");
    } catch (RuntimeException noTransaction) {
      // It never began, or SQLite has undone it already; there is nothing left to undo.
      return;
    }
  }

  private Throwable explained(Throwable failure) {
    return failure instanceof RuntimeException exception ? fault.explain(exception) : failure;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        handle.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Work of one thread. Guarded by the lock once it is queued. */
  private static final class Task<T extends @Nullable Object> {
    private final Function<Handle, T> work;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean settled;

    Task(Function<Handle, T> work) {
      this.work = work;
    }

    void run(Handle handle) {
      result = work.apply(handle);
    }

    /** Keeps the first failure: what comes after it follows from it. */
    void fail(Throwable why) {
      if (failure == null) {
        failure = why;
      }
    }

    void settle() {
      settled = true;
    }

    @SuppressWarnings("NullAway") // the result is what the work returned, null only where T has it
    T outcome() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      return result;
    }
  }
}
