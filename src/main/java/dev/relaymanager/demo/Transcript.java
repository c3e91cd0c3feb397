package dev.relaymanager.demo;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.StepResult;
import dev.relaymanager.engine.EngineListener;
import dev.relaymanager.model.ResourceKey;

/** Keeps all that was said, to be searched, and passes it on. Safe for use by many threads. */
final class Transcript implements EngineListener {
  private final EngineListener next;
  private final StringBuilder text = new StringBuilder();

  Transcript(EngineListener next) {
    this.next = next;
  }

  synchronized void add(String line) {
    text.append(line).append('\n');
  }

  synchronized String text() {
    return text.toString();
  }

  @Override
  public void stage(String what) {
    add(what);
    next.stage(what);
  }

  @Override
  public void begun(int more) {
    next.begun(more);
  }

  @Override
  public void finished() {
    next.finished();
  }

  @Override
  public void warning(String what) {
    add(what);
    next.warning(what);
  }

  @Override
  public void stepEnded(String batchId, StepResult result) {
    add(result.toString());
    next.stepEnded(batchId, result);
  }

  @Override
  public void keyTried(String batchId, ResourceKey account, KeyVerdict verdict) {
    add(account + " " + verdict);
    next.keyTried(batchId, account, verdict);
  }

  @Override
  public void waiting(String batchId, String what) {
    add(what);
    next.waiting(batchId, what);
  }
}
