package dev.relaymanager.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process whose time and memory are read from {@code /proc} while it runs; where there is none,
 * CPU and memory show as 0.
 */
final class Watched implements AutoCloseable {
  private static final long TICKS_A_SECOND = 100;
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  private Watched(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.orders =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  /**
   * What a process took.
   *
   * @param wall from its start to its end, in milliseconds
   * @param cpu of all its threads, in milliseconds, to a hundredth of a second
   * @param peak the most memory that it held at once, in MiB
   * @param lines what it printed
   */
  record Took(long wall, long cpu, long peak, List<String> lines) {
    @Override
    public String toString() {
      return "%,7d ms wall %,7d ms CPU %,5d MiB".formatted(wall, cpu, peak);
    }
  }

  static Watched start(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return new Watched(builder.start());
  }

  /** Runs a command to its end, which has to be a good one. */
  static Took run(List<String> command, Map<String, String> environment) throws Exception {
    long begun = System.nanoTime();
    try (Watched watched = start(command, environment)) {
      List<String> lines = new ArrayList<>();
      Thread reading = Thread.ofVirtual().start(() -> watched.answers.lines().forEach(lines::add));
      long cpu = 0;
      long peak = 0;
      while (watched.process.isAlive()) {
        cpu = Math.max(cpu, watched.cpu());
        peak = Math.max(peak, watched.peak());
        Thread.sleep(4);
      }
      long wall = (System.nanoTime() - begun) / 1_000_000;
      reading.join();
      if (watched.process.exitValue() != 0) {
        throw new IllegalStateException(
            command
                + " ended with "
                + watched.process.exitValue()
                + "\n"
                + String.join("\n", lines));
      }
      return new Took(wall, cpu, peak, lines);
    }
  }

  String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IllegalStateException("the process ended early");
    }
    return line;
  }

  void order(String line) throws IOException {
    orders.write(line);
    orders.newLine();
    orders.flush();
  }

  /** Milliseconds so far. */
  long cpu() {
    String stat = read("stat");
    if (stat.isEmpty()) {
      return 0;
    }
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / TICKS_A_SECOND;
  }

  /** MiB at most so far. */
  long peak() {
    Matcher found = PEAK.matcher(read("status"));
    return found.find() ? Long.parseLong(found.group(1)) / 1024 : 0;
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/" + file));
    } catch (IOException ended) {
      return "";
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
