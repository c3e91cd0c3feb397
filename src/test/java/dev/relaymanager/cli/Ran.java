package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command line came to. Runs one at a time, because the standard streams are the process's.
 */
record Ran(List<String> arguments, int exit, String out, String err) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Runs {@code relayctl} with these arguments and nothing on stdin. */
  static Ran of(String... arguments) {
    return withInput("", arguments);
  }

  static synchronized Ran withInput(String input, String... arguments) {
    PrintStream formerOut = System.out;
    PrintStream formerErr = System.err;
    InputStream formerIn = System.in;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream toErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      System.setOut(toOut);
      System.setErr(toErr);
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      int exit = RelayCtl.run(arguments);
      toOut.flush();
      toErr.flush();
      return new Ran(
          List.of(arguments),
          exit,
          out.toString(StandardCharsets.UTF_8),
          err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(formerOut);
      System.setErr(formerErr);
      System.setIn(formerIn);
    }
  }

  Ran exits(int wanted) {
    assertEquals(wanted, exit, this::toString);
    assertFalse(err.contains("a defect of the program"), this::toString);
    return this;
  }

  Ran says(String... texts) {
    for (String text : texts) {
      assertTrue(all().contains(text), () -> "\"" + text + "\" is missing in\n" + this);
    }
    return this;
  }

  Ran saysNot(String... texts) {
    for (String text : texts) {
      assertFalse(all().contains(text), () -> "\"" + text + "\" is in\n" + this);
    }
    return this;
  }

  /** On stderr, where what is no data belongs. */
  Ran complains(String... texts) {
    for (String text : texts) {
      assertTrue(err.contains(text), () -> "\"" + text + "\" is missing on stderr of\n" + this);
    }
    return this;
  }

  /** Stdout, which has to be one JSON document. */
  JsonNode json() {
    return JSON.readTree(out);
  }

  String all() {
    return out + err;
  }

  @Override
  public String toString() {
    return "relayctl %s: exit %d\n--- stdout\n%s--- stderr\n%s"
        .formatted(String.join(" ", arguments), exit, out, err);
  }
}
