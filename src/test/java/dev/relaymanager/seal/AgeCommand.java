package dev.relaymanager.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs the real {@code age} and {@code age-keygen}. */
final class AgeCommand {
  private AgeCommand() {}

  static void assumeInstalled() {
    boolean installed;
    try {
      installed = new ProcessBuilder("age", "--version").start().waitFor() == 0;
    } catch (IOException missing) {
      installed = false;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    Assumptions.assumeTrue(
        installed, "the age command is not installed: interoperability is not checked");
  }

  static byte[] run(byte[] input, String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(input);
    }
    byte[] output = process.getInputStream().readAllBytes();
    String talk = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), String.join(" ", command));
    assertEquals(0, process.exitValue(), talk);
    return output;
  }
}
