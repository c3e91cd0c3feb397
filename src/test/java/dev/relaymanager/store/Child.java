package dev.relaymanager.store;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process of this program, which runs a main class of the tests. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private Child(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  static Child start(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    try {
      return new Child(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The next line that it prints; fails when it ends instead. */
  String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new AssertionError("the child ended");
    }
    return line;
  }

  /** A line for it to read. */
  void tell(String line) throws IOException {
    BufferedWriter writer = process.outputWriter(StandardCharsets.UTF_8);
    writer.write(line);
    writer.newLine();
    writer.flush();
  }

  /** SIGKILL, and what it had printed before. */
  List<String> kill() throws IOException, InterruptedException {
    // Process.destroyForcibly would close the pipe with what was printed.
    process.toHandle().destroyForcibly();
    List<String> rest = lines.lines().toList();
    process.waitFor();
    return rest;
  }

  /** Waits for its end. */
  int await() throws InterruptedException {
    lines.lines().forEach(line -> {});
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
