package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command line came to. Several may run beside each other. */
record Ran(List<String> arguments, int exit, String out, String err) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Runs {@code relayctl} with these arguments and nothing on stdin. */
  static Ran of(String... arguments) {
    return withInput("", arguments);
  }

  static Ran withInput(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = Streams.of(out, err, input).with(() -> RelayCtl.run(arguments));
    return new Ran(
        List.of(arguments),
        exit,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
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
