package dev.relaymanager.daemon;

import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.plan.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When each import is compared with its host again, with some jitter: several daemons must not come
 * to a host all at once. Imports that are due soon go along with one that is due now, because a
 * host is read whole for each. Used by one thread.
 */
final class Timetable {
  /** What is due within so much of its interval goes along. */
  private static final double ALONG = 0.25;

  private final Duration standard;
  private final SortedMap<Name, Entry> entries = new TreeMap<>();
  private Instant whole = Instant.MIN;

  /**
   * A timetable in which all is due.
   *
   * @param standard between two comparisons of an import that says nothing else
   */
  Timetable(Duration standard) {
    this.standard = standard;
  }

  private record Name(String host, String importName) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      return Comparator.comparing(Name::host).thenComparing(Name::importName).compare(this, other);
    }

    String target() {
      return host + "/" + importName;
    }
  }

  private record Entry(Instant at, Duration every) {}

  /**
   * What is due.
   *
   * @param all whether that is everything, also what is declared no more
   * @param targets imports on their hosts, when it is not
   * @param hosts of those
   */
  record Due(boolean all, List<String> targets, Set<String> hosts) {
    static final Due ALL = new Due(true, List.of(), Set.of());

    Due {
      targets = List.copyOf(targets);
      hosts = Set.copyOf(hosts);
    }

    boolean isNothing() {
      return !all && targets.isEmpty();
    }

    PlanOptions options() {
      return all
          ? PlanOptions.STANDARD
          : new PlanOptions(false, false, new Selection(targets, List.of()), hosts);
    }
  }

  /** What is due at a time. */
  Due at(Instant now) {
    if (!now.isBefore(whole)) {
      return Due.ALL;
    }
    if (entries.values().stream().allMatch(entry -> entry.at().isAfter(now))) {
      return new Due(false, List.of(), Set.of());
    }
    Set<Name> due = new TreeSet<>();
    entries.forEach(
        (name, entry) -> {
          Duration along = Duration.ofMillis((long) (entry.every().toMillis() * ALONG));
          if (!entry.at().isAfter(now.plus(along))) {
            due.add(name);
          }
        });
    return due.size() == entries.size()
        ? Due.ALL
        : new Due(
            false,
            due.stream().map(Name::target).toList(),
            due.stream().map(Name::host).collect(Collectors.toSet()));
  }

  /**
   * An import on a host.
   *
   * @param every how often it wants to be compared; null for as often as is standard
   */
  record Scheduled(String host, String importName, @Nullable Duration every) {}

  /**
   * Notes that a cycle ended.
   *
   * @param imports what is declared; empty when the revision could not be read
   */
  void ended(Due due, List<Scheduled> imports, Instant now) {
    SortedMap<Name, Entry> former = new TreeMap<>(entries);
    entries.clear();
    for (Scheduled one : imports) {
      Name name = new Name(one.host(), one.importName());
      @Nullable Entry before = former.get(name);
      boolean done = due.all() || due.targets().contains(name.target());
      entries.put(name, done || before == null ? next(one, now) : before);
    }
    if (due.all() || imports.isEmpty()) {
      // What is declared no more is seen to as rarely as the rarest import.
      whole =
          entries.values().stream()
              .map(Entry::at)
              .max(Comparator.naturalOrder())
              .orElseGet(() -> now.plus(jittered(standard)));
    }
  }

  private Entry next(Scheduled one, Instant now) {
    Duration every = one.every() == null ? standard : one.every();
    return new Entry(now.plus(jittered(every)), every);
  }

  /** A tenth more or less. */
  private static Duration jittered(Duration time) {
    double factor = 0.9 + ThreadLocalRandom.current().nextDouble() * 0.2;
    return Duration.ofMillis((long) (time.toMillis() * factor));
  }
}
