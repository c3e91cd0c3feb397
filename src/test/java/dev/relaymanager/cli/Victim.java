package dev.relaymanager.cli;

import dev.relaymanager.Main;
import dev.relaymanager.cli.KillPoint.Moment;
import dev.relaymanager.cli.KillPoint.Place;
import dev.relaymanager.sim.SimulatedHost;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
   * @param said all that it printed
   */
  record Fate(int exit, String said) {
    boolean wasKilled() {
      return exit == SIGKILL_EXIT;
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

  /**
   * Runs a command line that crashes as a defect of the JVM would make it, when the host gets one
   * of its requests; what the JVM writes of that lies in the scene's folder.
   */
  @SuppressWarnings("try") // the trap works by being there
  static Fate crash(Scene scene, List<String> arguments, int number) {
    Victim victim = new Victim(scene.host, arguments, scene.folder().resolve("said.txt"));
    List<String> options =
        List.of(
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + scene.folder().resolve("crash.log").toAbsolutePath());
    CompletableFuture<Process> started = new CompletableFuture<>();
    IntPredicate crashes =
        met -> {
          if (met != number) {
            return false;
          }
          Process process = started.join();
          await(signal("SEGV", process));
          await(process);
          return true;
        };
    try (RequestTrap trap = new RequestTrap(scene.host, Moment.BEFORE, crashes)) {
      started.complete(victim.start(options));
      return new Fate(await(started.join()), victim.said());
    }
  }

  private static Process signal(String name, Process process) {
    try {
      return new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Fate dieAtWrite(Moment moment, int number) {
    try (WriteTrap trap = WriteTrap.forAll(moment)) {
      Process process = start(List.of(trap.option()));
      AtomicInteger met = new AtomicInteger();
      IntPredicate kills = killing(process, number);
      CompletableFuture<Void> watched = trap.watch(commit -> kills.test(met.incrementAndGet()));
      int exit = await(process);
      WriteTrap.await(watched);
      return new Fate(exit, said());
    }
  }

  @SuppressWarnings("try") // the trap works by being there
  private Fate dieAtRequest(Moment moment, int number) {
    CompletableFuture<Process> started = new CompletableFuture<>();
    try (RequestTrap trap =
        new RequestTrap(host, moment, met -> killing(started.join(), number).test(met))) {
      started.complete(start(List.of()));
      int exit = await(started.join());
      return new Fate(exit, said());
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
    String jar = jar();
    List<String> program = new ArrayList<>(archive());
    program.addAll(
        jar.isEmpty() ? List.of("-cp", classPath(), Main.class.getName()) : List.of("-jar", jar));
    return program;
  }

  /** Class data of the packaged program; nothing where there is none. */
  static List<String> archive() {
    // Used where it is there, and not made here: a process that is watched could not make it.
    return jar().isEmpty()
        ? List.of()
        : List.of(
            "-XX:SharedArchiveFile=" + jar().replaceAll("jar$", "kill.jsa"),
            "-Xshare:auto",
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off");
  }

  /** The packaged program where there is one, and that of the tests. */
  static String classPath() {
    String tests =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return jar().isEmpty() ? tests : jar() + File.pathSeparator + tests;
  }

  private static String jar() {
    return System.getProperty("relay.jar", "");
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
