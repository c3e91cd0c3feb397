package dev.relaymanager.cli;

import dev.relaymanager.Main;
import dev.relaymanager.cli.KillPoint.Moment;
import dev.relaymanager.cli.KillPoint.Place;
import dev.relaymanager.sim.SimulatedHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/** {@code relayctl} in a process of its own, which SIGKILL ends at one exact point of its way. */
final class Victim {
  private static final int SIGKILL_EXIT = 128 + 9;
  private static final long PATIENCE_SECONDS = 120;

  private final SimulatedHost host;
  private final List<String> arguments;
  private final Path said;

  private Victim(SimulatedHost host, List<String> arguments, Path said) {
    this.host = host;
    this.arguments = arguments;
    this.said = said;
  }

  /**
   * How it ended.
   *
   * @param exit its exit code; above 128 by a signal
   * @param met how many points of the kind it came to
   * @param said all that it printed
   */
  record Fate(int exit, int met, String said) {
    boolean wasKilled() {
      return exit == SIGKILL_EXIT;
    }
  }

  /** Lets a command line come to its end, and counts the points that it comes by. */
  static Map<Place, Integer> count(Scene scene, List<String> arguments) {
    Victim victim = new Victim(scene.host, arguments, scene.folder().resolve("said.txt"));
    try (WriteTrap writes = new WriteTrap(Moment.BEFORE);
        RequestTrap requests = new RequestTrap(scene.host, Moment.BEFORE, met -> false)) {
      Process process = victim.start(List.of(writes.option()));
      CompletableFuture<Integer> met = writes.watch(number -> false);
      if (await(process) == SIGKILL_EXIT) {
        throw new IllegalStateException("somebody else killed it");
      }
      return Map.of(Place.REQUEST, requests.met(), Place.WRITE, WriteTrap.await(met));
    }
  }

  /**
   * Runs a command line on the scene's host up to a point, or to its end where that comes before.
   */
  static Fate run(Scene scene, List<String> arguments, KillPoint point) {
    Victim victim = new Victim(scene.host, arguments, scene.folder().resolve("said.txt"));
    return point.place() == Place.WRITE
        ? victim.dieAtWrite(point.moment(), point.number())
        : victim.dieAtRequest(point.moment(), point.number());
  }

  private Fate dieAtWrite(Moment moment, int number) {
    try (WriteTrap trap = new WriteTrap(moment)) {
      Process process = start(List.of(trap.option()));
      CompletableFuture<Integer> met = trap.watch(killing(process, number));
      int exit = await(process);
      return new Fate(exit, WriteTrap.await(met), said());
    }
  }

  private Fate dieAtRequest(Moment moment, int number) {
    CompletableFuture<Process> started = new CompletableFuture<>();
    try (RequestTrap trap =
        new RequestTrap(host, moment, met -> killing(started.join(), number).test(met))) {
      started.complete(start(List.of()));
      int exit = await(started.join());
      return new Fate(exit, trap.met(), said());
    }
  }

  /** SIGKILL at one number; it is dead when this returns. */
  private static IntPredicate killing(Process process, int number) {
    return met -> {
      if (met != number) {
        return false;
      }
      process.toHandle().destroyForcibly();
      await(process);
      return true;
    };
  }

  private Process start(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(program());
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(said.toFile())
          .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The packaged program where there is one, which starts faster; otherwise its classes. */
  private static List<String> program() {
    String jar = System.getProperty("relay.jar", "");
    if (!jar.isEmpty()) {
      // Used where it is there, and not made here: a process that is watched could not make it.
      return List.of(
          "-XX:SharedArchiveFile=" + jar.replaceAll("jar$", "kill.jsa"),
          "-Xshare:auto",
          "-Xlog:cds=off",
          "-Xlog:cds+dynamic=off",
          "-jar",
          jar);
    }
    return List.of(
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        Main.class.getName());
  }

  private static int await(Process process) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.toHandle().destroyForcibly();
        throw new IllegalStateException("relayctl did not end within " + PATIENCE_SECONDS + " s");
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private String said() {
    try {
      return Files.readString(said);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
