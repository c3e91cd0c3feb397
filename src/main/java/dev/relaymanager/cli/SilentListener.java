package dev.relaymanager.cli;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.model.ResourceKey;

/** Says nothing. */
enum SilentListener implements EngineListener {
  INSTANCE;

  @Override
  public void stage(String what) {}

  @Override
  public void warning(String what) {}

  @Override
  public void stepEnded(String batchId, StepResult result) {}

  @Override
  public void keyTried(String batchId, ResourceKey account, KeyVerdict verdict) {}

  @Override
  public void waiting(String batchId, String what) {}
}
