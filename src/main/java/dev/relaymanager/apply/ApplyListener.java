package dev.relaymanager.apply;

import dev.relaymanager.model.ResourceKey;

/** Hears how an apply goes on, for progress and logs; called by many threads. */
public interface ApplyListener {
  /** A step of a batch has ended. */
  void stepEnded(String batchId, StepResult result);

  /** An upstream key was tried. */
  void keyTried(String batchId, ResourceKey account, KeyVerdict verdict);

  /** Something that takes a while begins: {@code waiting for the host's probe of the upstream}. */
  void waiting(String batchId, String what);
}
