package dev.relaymanager.engine;

import dev.relaymanager.plan.Selection;
import java.util.Set;

/**
 * What a plan takes in.
 *
 * @param retryQuarantined also what was rolled back at this revision
 * @param retryRefused also keys of partial imports that failed their proof
 * @param selection which part of it is wanted
 * @param hosts names of those that are read; empty for all. Nothing is planned on the others.
 */
public record PlanOptions(
    boolean retryQuarantined, boolean retryRefused, Selection selection, Set<String> hosts) {
  /** All that is due. */
  public static final PlanOptions STANDARD = new PlanOptions(false, false, Selection.ALL);

  public PlanOptions {
    hosts = Set.copyOf(hosts);
  }

  /** On all hosts. */
  public PlanOptions(boolean retryQuarantined, boolean retryRefused, Selection selection) {
    this(retryQuarantined, retryRefused, selection, Set.of());
  }

  /** All that is due on some hosts, and no other host asked. */
  public static PlanOptions onHosts(Set<String> hosts) {
    return new PlanOptions(false, false, Selection.ALL, hosts);
  }
}
