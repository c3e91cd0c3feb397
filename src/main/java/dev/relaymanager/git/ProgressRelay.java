package dev.relaymanager.git;

import java.time.Duration;
import org.eclipse.jgit.lib.ProgressMonitor;

/** Hands JGit's progress on, but no more often than people can read. */
final class ProgressRelay implements ProgressMonitor {
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final FetchProgress progress;
  private String task = "";
  private int done;
  private int total;
  private long lastTold;

  ProgressRelay(FetchProgress progress) {
    this.progress = progress;
  }

  @Override
  public void start(int totalTasks) {}

  @Override
  public synchronized void beginTask(String title, int totalWork) {
    task = VisibleText.of(title);
    done = 0;
    total = Math.max(0, totalWork);
    tell();
  }

  @Override
  public synchronized void update(int completed) {
    done += completed;
    if (System.nanoTime() - lastTold >= PAUSE_NANOS) {
      tell();
    }
  }

  @Override
  public synchronized void endTask() {
    tell();
  }

  private void tell() {
    lastTold = System.nanoTime();
    progress.at(task, done, total);
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void showDuration(boolean enabled) {}
}
