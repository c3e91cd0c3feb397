package dev.relaymanager.demo;

import dev.relaymanager.model.RelayException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plays steps one by one, shows each as it ends, and keeps what came of it. */
final class Steps {
  private final Consumer<DemoStep> shown;
  private final Transcript transcript;
  private final List<DemoStep> all = new ArrayList<>();

  Steps(Consumer<DemoStep> shown, Transcript transcript) {
    this.shown = shown;
    this.transcript = transcript;
  }

  /**
   * Plays one.
   *
   * @param play says what was seen
   * @return whether it held
   */
  boolean play(String name, Supplier<String> play) {
    long begun = System.nanoTime();
    boolean ok;
    String detail;
    try {
      detail = play.get();
      ok = true;
    } catch (DemoFailedException | RelayException failed) {
      detail = String.valueOf(failed.getMessage());
      ok = false;
    }
    DemoStep step =
        new DemoStep(name, ok, detail, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    all.add(step);
    transcript.add(step.toString());
    shown.accept(step);
    return ok;
  }

  /** Those that were played, in order. */
  List<DemoStep> all() {
    return List.copyOf(all);
  }

  /** Ends a step that did not come out as it should. */
  static void require(boolean holds, @Nullable String otherwise) {
    if (!holds) {
      throw new DemoFailedException(String.valueOf(otherwise));
    }
  }
}
