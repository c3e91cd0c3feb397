package dev.relaymanager.engine;

import dev.relaymanager.apply.ApplyListener;

/** Hears how the engine goes on; called by many threads. */
public interface EngineListener extends ApplyListener {
  /** A stage begins: {@code fetching main}, {@code reading host prod}. */
  void stage(String what);

  /** Something that a person should know, and that stops nothing. */
  void warning(String what);
}
