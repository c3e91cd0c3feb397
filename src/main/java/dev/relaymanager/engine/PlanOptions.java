package dev.relaymanager.engine;

import dev.relaymanager.plan.Selection;
import java.util.List;
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

  /** One import on one host, and no other host asked. */
  public static PlanOptions ofImport(String host, String importName) {
    return new PlanOptions(
        false, false, new Selection(List.of(host + "/" + importName), List.of()), Set.of(host));
  }
}
