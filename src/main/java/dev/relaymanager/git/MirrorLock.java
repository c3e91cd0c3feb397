package dev.relaymanager.git;

import dev.relaymanager.git.GitException.Kind;
import dev.relaymanager.model.EnvironmentException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of one process at a time change a mirror. The operating system gives it back when
 * a process dies, which Git's own lock files do not.
 */
final class MirrorLock {
  private static final Duration POLL = Duration.ofMillis(50);

  /** A lock file keeps other processes out, but not other threads of this one. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  /** What is done while the lock is held. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  private MirrorLock() {}

  /**
   * Waits for the lock, works, and gives it back.
   *
   * @param file beside the mirror, made when missing and never deleted
   * @throws GitException {@link Kind#LOCKED} when it is still held after {@code patience}
   */
  static <T> T holding(Path file, Duration patience, Work<T> work) throws IOException {
    ReentrantLock thread =
        THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      if (!thread.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw held(file, patience);
      }
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock(channel, file, deadline, patience);
      return work.run();
    } finally {
      thread.unlock();
    }
  }

  /** Closing the channel unlocks it. */
  private static void lock(FileChannel channel, Path file, long deadline, Duration patience)
      throws IOException {
    try {
      while (channel.tryLock() == null) {
        if (System.nanoTime() >= deadline) {
          throw held(file, patience);
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static EnvironmentException interrupted(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new EnvironmentException("interrupted while waiting for the mirror", interrupted);
  }

  private static GitException held(Path file, Duration patience) {
    return new GitException(
        Kind.LOCKED,
        "another relayctl has been using the mirror for "
            + patience.toSeconds()
            + " seconds ("
            + file
            + ")",
        "wait until its fetch is done, or use another --state folder");
  }
}
