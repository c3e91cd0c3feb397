package dev.relaymanager.api;

import dev.relaymanager.engine.ApplyOutcome;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.plan.Plan;

/** What relayctl exits with, here or through a service. */
public final class ExitCodes {
  /** Some of it was applied. */
  public static final int PARTLY = 5;

  private ExitCodes() {}

  /**
   * After a plan.
   *
   * @param detailed whether changes and drift are told by 2
   */
  public static int ofPlan(Plan plan, boolean detailed) {
    if (!plan.unread().isEmpty() || plan.hasObstacles()) {
      return 1;
    }
    return detailed && (!plan.hasNoChanges() || plan.hasDrift()) ? 2 : 0;
  }

  /** The same after a look for drift. */
  public static int ofDrift(Plan plan, boolean detailed) {
    if (!plan.unread().isEmpty()) {
      return 1;
    }
    return detailed && plan.hasDrift() ? 2 : 0;
  }

  /** After an apply. */
  public static int ofApply(Plan plan, ApplyOutcome outcome) {
    boolean blocked = !plan.unread().isEmpty() || plan.hasObstacles();
    if (outcome.isWhole()) {
      return !blocked ? 0 : outcome.batches().isEmpty() ? 1 : PARTLY;
    }
    boolean nothingStands =
        outcome.batches().stream().allMatch(batch -> batch.state() == BatchState.FAILED);
    return nothingStands ? 1 : PARTLY;
  }
}
