package dev.relaymanager.simulation;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Plays seeds, some side by side: much of a seed is waiting for retries. */
final class Seeds {
  private static final int AT_ONCE = 6;

  private Seeds() {}

  /** A seed that broke an invariant, and how. */
  record Broken(long seed, String how, String trace) {
    @Override
    public String toString() {
      return """
      seed %d broke an invariant; to play it again:
        ./mvnw test -Dtest=SimulationTest -Dsimulation.seed=%d
      %s
      What it did:
      %s"""
          .formatted(seed, seed, how, trace);
    }
  }

  /**
   * Plays them.
   *
   * @param folder for what they keep on disk
   * @param tells whether each says what it did, also when all is well
   */
  static List<Broken> play(long first, int count, Path folder, boolean tells) {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<List<Broken>>> played =
          LongStream.range(first, first + count)
              .mapToObj(seed -> threads.submit(() -> play(seed, folder, tells)))
              .toList();
      List<Broken> broken = new ArrayList<>();
      for (Future<List<Broken>> one : played) {
        broken.addAll(one.get());
      }
      return broken;
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static List<Broken> play(long seed, Path folder, boolean tells) {
    Trace trace = new Trace();
    Path own = folder.resolve("seed-" + seed);
    try {
      Files.createDirectories(own);
      Simulation.play(seed, own, trace);
      if (tells) {
        System.out.println(trace);
      }
      return List.of();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (RuntimeException | Error broken) {
      return List.of(new Broken(seed, how(broken), trace.toString()));
    } finally {
      clear(own);
    }
  }

  private static String how(Throwable broken) {
    if (broken instanceof AssertionError && broken.getCause() == null) {
      return String.valueOf(broken.getMessage());
    }
    StringWriter all = new StringWriter();
    broken.printStackTrace(new PrintWriter(all));
    return all.toString();
  }

  private static void clear(Path folder) {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
