package dev.relaymanager.engine;

import dev.relaymanager.apply.ApplyListener;

/** Hears how the engine goes on; called by many threads. */
public interface EngineListener extends ApplyListener {
  /** A stage begins: {@code fetching main}, {@code reading host prod}. */
  void stage(String what);

  /**
   * More steps and trials of keys are to come than was said before. Each ends in a {@link
   * #stepEnded} or {@link #keyTried}, but for trials that a failure makes needless.
   */
  default void begun(int more) {}

  /** Nothing of what was begun is to come any more. */
  default void finished() {}

  /** Something that a person should know, and that stops nothing. */
  void warning(String what);
}
