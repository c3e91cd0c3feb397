package dev.relaymanager.plan;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What would be done to make the hosts as a revision declares them.
 *
 * @param revision what was compared: a commit's id, or the name of a folder
 * @param imports one entry an import and host, in order of host and name
 * @param unread hosts that could not be read, with the reason; nothing is planned for them
 */
public record Plan(String revision, List<ImportPlan> imports, SortedMap<String, String> unread) {
  public Plan {
    imports = List.copyOf(imports);
    unread = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(unread));
  }

  /** How many changes of each kind. */
  public record Totals(int create, int adopt, int update, int delete, int forget) {
    public int all() {
      return create + adopt + update + delete + forget;
    }
  }

  public Totals totals() {
    int create = 0;
    int adopt = 0;
    int update = 0;
    int delete = 0;
    int forget = 0;
    for (ImportPlan plan : imports) {
      for (Change change : plan.changes()) {
        switch (change) {
          case Change.Create ignored -> create++;
          case Change.Adopt ignored -> adopt++;
          case Change.Update ignored -> update++;
          case Change.Delete ignored -> delete++;
          case Change.Forget ignored -> forget++;
        }
      }
    }
    return new Totals(create, adopt, update, delete, forget);
  }

  /** Whether an apply would do nothing. */
  public boolean hasNoChanges() {
    return imports.stream().allMatch(plan -> plan.changes().isEmpty());
  }

  public boolean hasDrift() {
    return imports.stream().anyMatch(plan -> !plan.drift().isEmpty());
  }

  public boolean hasObstacles() {
    return imports.stream().anyMatch(plan -> !plan.obstacles().isEmpty());
  }
}
