package dev.relaymanager.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A process that runs many command lines beside each other, so that many of them die of one
 * SIGKILL. They share the JVM and nothing else. Says on stdout which one has come to its end:
 * {@code NUMBER ended}, or {@code NUMBER idle} for a daemon that has done its first cycle.
 */
final class Carrier {
  /** In each folder: an argument a line. */
  static final String COMMAND = "command.txt";

  /** In each folder: what the command said. */
  static final String SAID = "said.txt";

  /** What a daemon says of its report at the end of a cycle. */
  private static final Pattern CYCLE_DONE = Pattern.compile("· report (committed as|unchanged)");

  private Carrier() {}

  public static void main(String[] folders) {
    PrintStream toParent = System.out;
    try (ExecutorService threads = Executors.newFixedThreadPool(folders.length)) {
      IntStream.range(0, folders.length)
          .forEach(
              number -> threads.execute(() -> run(number, Path.of(folders[number]), toParent)));
    }
    System.exit(0);
  }

  private static void run(int number, Path folder, PrintStream toParent) {
    try (OutputStream said =
        new Said(folder.resolve(SAID), () -> toParent.println(number + " idle"))) {
      String[] arguments = Files.readAllLines(folder.resolve(COMMAND)).toArray(String[]::new);
      int exit = Streams.of(said, said, "").with(() -> RelayCtl.run(arguments));
      said.write(("exit " + exit + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    toParent.println(number + " ended");
  }

  /** A file, of whose lines one is waited for. */
  private static final class Said extends OutputStream {
    private final OutputStream file;
    private final Runnable whenIdle;
    private final StringBuilder line = new StringBuilder();

    Said(Path path, Runnable whenIdle) throws IOException {
      this.file = new FileOutputStream(path.toFile());
      this.whenIdle = whenIdle;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      file.write(bytes, offset, length);
      line.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
      int end = line.lastIndexOf("\n");
      if (end >= 0) {
        if (CYCLE_DONE.matcher(line).find()) {
          whenIdle.run();
        }
        line.delete(0, end + 1);
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
