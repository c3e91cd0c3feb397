package dev.relaymanager.plan;

import dev.relaymanager.desired.DesiredImport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would be done for one import on one host.
 *
 * @param desired the import as declared; null when it is declared no more
 * @param changes in the order in which they may run: what others need first, deletions last
 * @param drift what was changed on the host, whether or not this plan makes it good
 * @param obstacles when not empty, none of the changes is carried out
 * @param notes for people: what is left alone and why
 */
public record ImportPlan(
    String host,
    String importName,
    @Nullable DesiredImport desired,
    List<Change> changes,
    List<Drift> drift,
    List<Obstacle> obstacles,
    List<String> notes) {
  public ImportPlan {
    changes = List.copyOf(changes);
    drift = List.copyOf(drift);
    obstacles = List.copyOf(obstacles);
    notes = List.copyOf(notes);
  }

  /** The same plan, for an import as it is declared now. */
  public ImportPlan of(@Nullable DesiredImport declared) {
    return new ImportPlan(host, importName, declared, changes, drift, obstacles, notes);
  }

  /** The same plan with one more thing that people should know. */
  public ImportPlan noting(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new ImportPlan(host, importName, desired, changes, drift, obstacles, more);
  }

  /** Whether there is nothing to do, to report or to decide. */
  public boolean isEmpty() {
    return changes.isEmpty() && drift.isEmpty() && obstacles.isEmpty();
  }

  /** {@code prod/deepseek}. */
  public String name() {
    return host + "/" + importName;
  }
}
