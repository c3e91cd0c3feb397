package dev.relaymanager.cli;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.report.Palette;
import java.io.PrintStream;

/** Tells on stderr how things go on. Safe for use by many threads. */
final class Talk implements EngineListener {
  private final PrintStream err;
  private final Palette palette;
  private final boolean quiet;

  Talk(PrintStream err, Palette palette, boolean quiet) {
    this.err = err;
    this.palette = palette;
    this.quiet = quiet;
  }

  @Override
  public void stage(String what) {
    line(palette.dim("· " + what));
  }

  @Override
  public void warning(String what) {
    err.println(palette.yellow("warning: ") + what);
  }

  @Override
  public void stepEnded(String batchId, StepResult result) {
    String what = result.action().id() + " " + result.key().withinHost();
    switch (result.end()) {
      case DONE ->
          line(
              palette.green("✓ ")
                  + what
                  + (result.hostId() == null ? "" : palette.dim(" #" + result.hostId())));
      case FAILED, OUTDATED -> line(palette.red("✗ ") + what + ": " + result.detail());
      case UNKNOWN -> line(palette.red("? ") + what + ": outcome unknown: " + result.detail());
      case SKIPPED -> line(palette.dim("- " + what + ": " + result.detail()));
    }
  }

  @Override
  public void keyTried(String batchId, ResourceKey account, KeyVerdict verdict) {
    String line = "key " + account.name() + " is " + verdict.id() + ": " + verdict.evidence();
    line((verdict.usable() ? palette.green("✓ ") : palette.red("✗ ")) + line);
  }

  @Override
  public void waiting(String batchId, String what) {
    line(palette.dim("· waiting for " + what));
  }

  private void line(String text) {
    if (!quiet) {
      err.println(text);
    }
  }
}
