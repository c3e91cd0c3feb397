package dev.relaymanager.cli;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.report.Palette;
import java.io.PrintStream;
import java.time.InstantSource;

/**
 * Tells on stderr how things go on: line by line, and on a terminal with a last line that says how
 * far it is. Safe for use by many threads.
 */
final class Talk implements EngineListener {
  /** How stderr is written to. */
  enum Mode {
    /** Nothing but warnings. */
    QUIET,
    /** Into a pipe or file. */
    LINES,
    /** To a person, whose last line may be written over. */
    TERMINAL
  }

  private static final String WIPE_LINE = "\r\u001b[2K";

  private final PrintStream err;
  private final Palette palette;
  private final Mode mode;
  private final Progress progress;

  Talk(PrintStream err, Palette palette, Mode mode, InstantSource clock) {
    this.err = err;
    this.palette = palette;
    this.mode = mode;
    this.progress = new Progress(clock);
  }

  @Override
  public void stage(String what) {
    line(palette.dim("· " + what));
  }

  @Override
  public synchronized void warning(String what) {
    write(palette.yellow("warning: ") + what);
  }

  @Override
  public synchronized void begun(int more) {
    progress.begin(more);
  }

  @Override
  public synchronized void finished() {
    if (mode == Mode.TERMINAL && progress.isRunning()) {
      err.print(WIPE_LINE);
      err.flush();
    }
    progress.end();
  }

  @Override
  public void stepEnded(String batchId, StepResult result) {
    String what = result.action().id() + " " + result.key().withinHost();
    ended(
        switch (result.end()) {
          case DONE ->
              palette.green("✓ ")
                  + what
                  + (result.hostId() == null ? "" : palette.dim(" #" + result.hostId()));
          case FAILED, OUTDATED -> palette.red("✗ ") + what + ": " + result.detail();
          case UNKNOWN -> palette.red("? ") + what + ": outcome unknown: " + result.detail();
          case SKIPPED -> palette.dim("- " + what + ": " + result.detail());
        });
  }

  @Override
  public void keyTried(String batchId, ResourceKey account, KeyVerdict verdict) {
    // With its import, for several may be under way.
    String key = account.importName() + "/" + account.name();
    String line = "key " + key + " is " + verdict.id() + ": " + verdict.evidence();
    ended((verdict.usable() ? palette.green("✓ ") : palette.red("✗ ")) + line);
  }

  @Override
  public void waiting(String batchId, String what) {
    line(palette.dim("· waiting for " + what));
  }

  private synchronized void ended(String text) {
    progress.step();
    line(text);
    if (mode == Mode.LINES && progress.hasNews()) {
      line("· " + progress.line());
    }
  }

  private synchronized void line(String text) {
    if (mode != Mode.QUIET) {
      write(text);
    }
  }

  private void write(String text) {
    if (mode != Mode.TERMINAL || !progress.isRunning()) {
      err.println(text);
      return;
    }
    err.print(WIPE_LINE + text + System.lineSeparator() + palette.dim("  " + progress.line()));
    err.flush();
  }
}
