package dev.relaymanager.cli;

import dev.relaymanager.report.Json;
import dev.relaymanager.report.Palette;
import java.io.PrintStream;
import java.time.InstantSource;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** How a command speaks: data goes to stdout, talk to stderr. */
final class OutputOptions {
  /** What is written to stdout. */
  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      paramLabel = "FORMAT",
      description = "What to write to stdout: ${COMPLETION-CANDIDATES} (default: text).")
  private Format format = Format.TEXT;

  @Option(names = "--no-color", description = "No colours, even on a terminal.")
  private boolean noColor;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress on stderr.")
  private boolean quiet;

  private final PrintStream out = System.out;

  boolean json() {
    return format == Format.JSON;
  }

  /** Colours when stdout is a terminal: bin/relayctl knows, the JVM does not say it reliably. */
  Palette palette() {
    return palette(Boolean.getBoolean("relay.stdout.terminal"));
  }

  /** Talk about how things go on, on stderr. */
  Talk talk() {
    boolean terminal = Boolean.getBoolean("relay.stderr.terminal");
    return new Talk(
        System.err,
        palette(terminal),
        quiet ? Talk.Mode.QUIET : terminal ? Talk.Mode.TERMINAL : Talk.Mode.LINES,
        InstantSource.system());
  }

  private Palette palette(boolean terminal) {
    boolean refused = noColor || System.getenv("NO_COLOR") != null;
    return terminal && !refused ? Palette.ANSI : Palette.PLAIN;
  }

  void print(String text) {
    out.print(text);
    out.flush();
  }

  void print(JsonNode document) {
    print(Json.text(document));
  }
}
