package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.report.Palette;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told while something is under way. */
final class TalkTest {
  private static final ResourceKey ACCOUNT = ResourceKey.account("prod", "deepseek", "team-a");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");

  private Talk talk(Talk.Mode mode) {
    InstantSource clock = () -> now;
    return new Talk(
        new PrintStream(written, true, StandardCharsets.UTF_8), Palette.PLAIN, mode, clock);
  }

  private String written() {
    String text = written.toString(StandardCharsets.UTF_8);
    written.reset();
    return text;
  }

  private static void tried(Talk talk) {
    talk.keyTried("b-1", ACCOUNT, new KeyVerdict.Fine("it answered"));
  }

  @Test
  void aPipeGetsLinesAndOneForEachTenth() {
    Talk talk = talk(Talk.Mode.LINES);
    talk.stage("applying");
    talk.begun(30);
    List<String> told = new ArrayList<>();
    written();
    for (int i = 0; i < 30; i++) {
      now = now.plusSeconds(20);
      tried(talk);
      written()
          .lines()
          .filter(line -> !line.equals("✓ key team-a is fine: it answered"))
          .forEach(told::add);
    }
    talk.finished();
    assertEquals(
        List.of(
            "· 3 of 30 (10 %), about 9 min left",
            "· 6 of 30 (20 %), about 8 min left",
            "· 9 of 30 (30 %), about 7 min left",
            "· 12 of 30 (40 %), about 6 min left",
            "· 15 of 30 (50 %), about 5 min left",
            "· 18 of 30 (60 %), about 4 min left",
            "· 21 of 30 (70 %), about 3 min left",
            "· 24 of 30 (80 %), about 2 min left",
            "· 27 of 30 (90 %), about 60 s left"),
        told);
    assertEquals("", written(), "a pipe has no line to be wiped");
  }

  @Test
  void aTerminalHasALastLineThatIsWrittenOver() {
    Talk talk = talk(Talk.Mode.TERMINAL);
    talk.stage("applying");
    assertEquals("· applying\n", written());
    talk.begun(2);
    now = now.plusSeconds(7200);
    tried(talk);
    assertEquals(
        "\r\u001b[2K✓ key team-a is fine: it answered\n  1 of 2 (50 %), about 2 h left", written());
    talk.warning("something");
    assertEquals("\r\u001b[2Kwarning: something\n  1 of 2 (50 %), about 2 h left", written());
    talk.finished();
    assertEquals("\r\u001b[2K", written());
    talk.warning("later");
    assertEquals("warning: later\n", written());
  }

  @Test
  void nobodyGuessesFromTheFirstSeconds() {
    Talk talk = talk(Talk.Mode.TERMINAL);
    talk.begun(1200);
    now = now.plusSeconds(2);
    tried(talk);
    assertEquals("\r\u001b[2K✓ key team-a is fine: it answered\n  1 of 1,200 (0 %)", written());
  }

  @Test
  void aQuietOneOnlyWarns() {
    Talk talk = talk(Talk.Mode.QUIET);
    talk.stage("applying");
    talk.begun(1);
    tried(talk);
    talk.finished();
    talk.warning("something");
    assertEquals("warning: something\n", written());
  }
}
