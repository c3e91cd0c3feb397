package dev.relaymanager.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of docs/getting-started.md as they stand there, in one shell, and compares what
 * they print with what the page shows. In the page {@code …} stands for anything.
 */
@NullMarked
class GettingStartedTest {
  private static final Path PAGE = Path.of("docs/getting-started.md");
  private static final Pattern BLOCK =
      Pattern.compile("^```(sh|text)([^\\n]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final int MINUTES = 8;

  @TempDir Path scratch = Path.of("");

  /** Commands, and the lines that the page shows after them. */
  private record Block(String commands, boolean secondTerminal, List<String> shown) {}

  @Test
  void everyCommandWorksAndPrintsWhatThePageShows() throws Exception {
    for (String tool : List.of("bash", "git", "curl", "sed", "grep")) {
      assumeTrue(isThere(tool), "the page needs " + tool + ", which is not on PATH");
    }
    List<Block> blocks = blocks(Files.readString(PAGE));
    assertTrue(blocks.size() > 15, "the page has " + blocks.size() + " blocks of commands");
    int hostPort = freePort();
    int vendorPort = freePort();
    StringBuilder script = new StringBuilder("set -e\n");
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      script.append(block.secondTerminal() ? inBackground(block.commands()) : block.commands());
      script.append("printf '\\n@@ %d @@\\n' ").append(i).append('\n');
    }
    String output =
        run(script
                .toString()
                .replace("8080", String.valueOf(hostPort))
                .replace("8443", String.valueOf(vendorPort)))
            .replace(String.valueOf(hostPort), "8080");
    compare(blocks, output);
  }

  // ------------------------------------------------------------------ the page

  private static List<Block> blocks(String page) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(page);
    while (matcher.find()) {
      if (matcher.group(1).equals("sh")) {
        boolean second = matcher.group(2).contains("second-terminal");
        blocks.add(new Block(matcher.group(3), second, List.of()));
      } else {
        assertFalse(blocks.isEmpty(), "the page shows output before any command");
        Block last = blocks.removeLast();
        assertTrue(last.shown().isEmpty(), "two outputs for one block: " + last.commands());
        List<String> shown =
            matcher.group(3).lines().filter(line -> !line.isBlank() && !isElision(line)).toList();
        blocks.add(new Block(last.commands(), last.secondTerminal(), shown));
      }
    }
    return blocks;
  }

  private static boolean isElision(String line) {
    return line.strip().equals("…");
  }

  private static void compare(List<Block> blocks, String output) {
    int from = 0;
    for (int i = 0; i < blocks.size(); i++) {
      String mark = "\n@@ " + i + " @@\n";
      int to = output.indexOf(mark, from);
      assertTrue(
          to >= 0, "failed in:\n" + blocks.get(i).commands() + "\n" + output.substring(from));
      compare(blocks.get(i), output.substring(from, to).lines().toList());
      from = to + mark.length();
    }
  }

  /** The shown lines must come in this order; others may stand between them. */
  private static void compare(Block block, List<String> printed) {
    int at = 0;
    for (String shown : block.shown()) {
      Pattern wanted =
          Pattern.compile(
              Stream.of(shown.split("…", -1))
                  .map(Pattern::quote)
                  .reduce((left, right) -> left + ".*" + right)
                  .orElseThrow());
      while (at < printed.size() && !wanted.matcher(printed.get(at)).matches()) {
        at++;
      }
      assertTrue(
          at < printed.size(),
          "the page shows\n  %s\nafter\n%s\nwhich printed\n%s"
              .formatted(shown, block.commands(), String.join("\n", printed)));
      at++;
    }
  }

  // ------------------------------------------------------------------ running it

  /** The simulated host, and waiting until it says that it is up. */
  private static String inBackground(String command) {
    return """
        ( exec %s ) > simulation.log 2>&1 &
        SIMULATION=$!
        trap 'kill $SIMULATION' EXIT
        for _ in $(seq 300); do grep -q 'stop it with' simulation.log && break; sleep 0.2; done
        grep -q 'stop it with' simulation.log
        """
        .formatted(command.strip());
  }

  private String run(String script) throws Exception {
    Path clone = Files.createDirectories(scratch.resolve("clone/bin")).getParent();
    Path program = clone.resolve("bin/relayctl");
    Files.writeString(program, launcher());
    assertTrue(program.toFile().setExecutable(true));
    Path file = Files.writeString(scratch.resolve("page.sh"), script);
    Path output = scratch.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", file.toString())
            .directory(clone.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("RELAY_") || name.startsWith("GIT_"));
    environment.put("HOME", scratch.toString());
    for (String role : List.of("AUTHOR", "COMMITTER")) {
      environment.put("GIT_" + role + "_NAME", "Nora Newcomer");
      environment.put("GIT_" + role + "_EMAIL", "nora@example.com");
    }
    Process shell = builder.start();
    try {
      if (!shell.waitFor(MINUTES, TimeUnit.MINUTES)) {
        fail("not done after " + MINUTES + " minutes:\n" + Files.readString(output));
      }
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, shell.exitValue(), text);
    return text;
  }

  /** Stands in for bin/relayctl, which runs the jar: tests come before the jar is made. */
  private static String launcher() {
    return """
        #!/bin/sh
        exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto \\
          -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 --enable-native-access=ALL-UNNAMED \\
          -cp '%s' dev.relaymanager.Main "$@"
        """
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"));
  }

  private static boolean isThere(String tool) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
