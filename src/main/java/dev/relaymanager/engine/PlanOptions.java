package dev.relaymanager.engine;

import dev.relaymanager.plan.Selection;

/**
 * What a plan takes in.
 *
 * @param retryQuarantined also what was rolled back at this revision
 * @param retryRefused also keys of partial imports that failed their proof
 * @param selection which part of it is wanted
 */
public record PlanOptions(boolean retryQuarantined, boolean retryRefused, Selection selection) {
  /** All that is due. */
  public static final PlanOptions STANDARD = new PlanOptions(false, false, Selection.ALL);
}
