package dev.relaymanager.plan;

import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.DesiredState;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.Observed;
import dev.relaymanager.observed.RecordedResource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the plan. A pure function: equal inputs give equal plans. */
public final class Planner {
  private Planner() {}

  /** An import on a host. */
  private record Site(String host, String importName) implements Comparable<Site> {
    @Override
    public int compareTo(Site other) {
      int byHost = host.compareTo(other.host);
      return byHost != 0 ? byHost : importName.compareTo(other.importName);
    }
  }

  /**
   * Compares the three states.
   *
   * @param unread hosts that could not be read, with the reason; nothing is planned for them
   */
  public static Plan plan(
      DesiredState desired,
      Observed observed,
      SortedMap<String, String> unread,
      PlanContext context) {
    SortedMap<Site, DesiredImport> declared = new TreeMap<>();
    SortedMap<Site, List<RecordedResource>> recorded = new TreeMap<>();
    for (DesiredImport wanted : desired.imports()) {
      declared.put(new Site(wanted.host(), wanted.name()), wanted);
    }
    for (RecordedResource resource : observed.recorded().resources().values()) {
      recorded.computeIfAbsent(siteOf(resource.key()), site -> new ArrayList<>()).add(resource);
    }
    declared.forEach((site, wanted) -> followRename(site, wanted, declared, recorded));

    SortedMap<Site, @Nullable DesiredImport> sites = new TreeMap<>(declared);
    recorded.keySet().forEach(site -> sites.putIfAbsent(site, null));
    List<ImportPlan> plans = new ArrayList<>();
    for (Site site : sites.keySet()) {
      LiveHost live = observed.live().get(site.host());
      if (live == null) {
        continue;
      }
      plans.add(
          new ImportPlanner(
                  site.host(),
                  site.importName(),
                  declared.get(site),
                  recorded.getOrDefault(site, List.of()),
                  live,
                  observed,
                  context)
              .plan());
    }
    return new Plan(desired.revision(), plans, unread);
  }

  /** An import that says {@code moved} takes over what is recorded under its former name. */
  private static void followRename(
      Site site,
      DesiredImport wanted,
      SortedMap<Site, DesiredImport> declared,
      SortedMap<Site, List<RecordedResource>> recorded) {
    String from = wanted.movedFrom();
    if (from == null) {
      return;
    }
    Site former = new Site(site.host(), from);
    if (!declared.containsKey(former) && recorded.containsKey(former)) {
      recorded.computeIfAbsent(site, ignored -> new ArrayList<>()).addAll(recorded.remove(former));
    }
  }

  private static Site siteOf(ResourceKey key) {
    return new Site(key.host(), key.importName());
  }
}
