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
    talk.begun(50);
    List<String> told = new ArrayList<>();
    written();
    for (int i = 0; i < 50; i++) {
      now = now.plusSeconds(12);
      tried(talk);
      written()
          .lines()
          .filter(line -> !line.equals("✓ key deepseek/team-a is fine: it answered"))
          .forEach(told::add);
    }
    talk.finished();
    assertEquals(
        List.of(
            "· 5 of 50 (10 %), about 9 min left",
            "· 10 of 50 (20 %), about 8 min left",
            "· 15 of 50 (30 %), about 7 min left",
            "· 20 of 50 (40 %), about 6 min left",
            "· 25 of 50 (50 %), about 5 min left",
            "· 30 of 50 (60 %), about 4 min left",
            "· 35 of 50 (70 %), about 3 min left",
            "· 40 of 50 (80 %), about 2 min left",
            "· 45 of 50 (90 %), about 60 s left"),
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
        "\r\u001b[2K✓ key deepseek/team-a is fine: it answered\n  1 of 2 (50 %), about 2 h left",
        written());
    talk.warning("something");
    assertEquals("\r\u001b[2Kwarning: something\n  1 of 2 (50 %), about 2 h left", written());
    talk.finished();
    assertEquals("\r\u001b[2K", written());
    talk.warning("later");
    assertEquals("warning: later\n", written());
  }

  @Test
  void ofAFewEachIsNewsEnough() {
    Talk talk = talk(Talk.Mode.LINES);
    talk.begun(2);
    tried(talk);
    tried(talk);
    assertEquals("✓ key deepseek/team-a is fine: it answered\n".repeat(2), written());
  }

  @Test
  void nobodyGuessesFromTheFirstSeconds() {
    Talk talk = talk(Talk.Mode.TERMINAL);
    talk.begun(1200);
    now = now.plusSeconds(2);
    tried(talk);
    assertEquals(
        "\r\u001b[2K✓ key deepseek/team-a is fine: it answered\n  1 of 1,200 (0 %)", written());
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
