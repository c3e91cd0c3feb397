package dev.relaymanager.cli;

import dev.relaymanager.cli.KillPoint.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Many command lines in one process, which is killed when each of them stands still at its point:
 * one start and one SIGKILL for all of them.
 */
final class Herd {
  private static final long PATIENCE_SECONDS = 300;

  private final List<Doomed> all;
  private final Map<Long, Doomed> byWriter = new HashMap<>();

  private Herd(List<Doomed> all) {
    this.all = all;
  }

  /** Lets them run until each has come to its point or to its end, and kills the process. */
  static void run(List<Doomed> all) {
    new Herd(all).run();
  }

  private void run() {
    try (WriteTrap trap = WriteTrap.forEach()) {
      Process process = start(trap.option());
      try {
        CompletableFuture<Void> ended =
            CompletableFuture.runAsync(() -> hear(process), Thread.ofVirtual()::start);
        trap.watch(this::stays).exceptionally(failed -> endWith(failed, ended));
        CompletableFuture<Void> settled =
            CompletableFuture.allOf(
                all.stream().map(Doomed::stoodStill).toArray(CompletableFuture<?>[]::new));
        await(CompletableFuture.anyOf(settled, ended));
        if (!settled.isDone()) {
          throw new IllegalStateException("the process ended before its commands did");
        }
      } finally {
        process.toHandle().destroyForcibly();
        process.onExit().join();
      }
    } finally {
      all.forEach(Doomed::bury);
    }
  }

  private static @Nullable Void endWith(Throwable failed, CompletableFuture<Void> ended) {
    ended.completeExceptionally(failed);
    return null;
  }

  /** Whether the thread that is about to commit, or has, is halted for good. */
  private boolean stays(WriteTrap.Commit commit) {
    return byWriter
        .computeIfAbsent(
            commit.writer(),
            writer -> {
              Path database = commit.database();
              return all.stream().filter(one -> one.owns(database)).findFirst().orElseThrow();
            })
        .meets(Place.WRITE, commit.moment());
  }

  /** Hears which of them have ended, as {@link Carrier} says it. */
  private void hear(Process process) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        all.get(Integer.parseInt(line.substring(0, line.indexOf(' ')))).ended();
      }
    } catch (IOException killed) {
      return;
    }
  }

  private Process start(String watched) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Victim.archive());
    command.addAll(
        List.of(
            watched,
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx1g",
            // A halted thread keeps the one that carries it.
            "-Djdk.virtualThreadScheduler.parallelism=" + (8 + 4 * all.size()),
            "-Djdk.virtualThreadScheduler.maxPoolSize=" + (256 + 8 * all.size()),
            "-cp",
            Victim.classPath(),
            Carrier.class.getName()));
    try {
      for (Doomed one : all) {
        Files.write(one.folder().resolve(Carrier.COMMAND), one.arguments());
        command.add(one.folder().toString());
      }
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void await(CompletableFuture<?> future) {
    try {
      future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("commands beside each other did not come to rest", failed);
    }
  }
}
