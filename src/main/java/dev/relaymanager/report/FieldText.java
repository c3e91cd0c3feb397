package dev.relaymanager.report;

import dev.relaymanager.model.Value;
import dev.relaymanager.plan.FieldChange;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One changed field, before and after, for people. */
final class FieldText {
  private FieldText() {}

  static String of(FieldChange change) {
    return of(change.before(), change.after());
  }

  /** Whether it holds entries, of which some may be as they were. */
  static boolean isByEntry(FieldChange change) {
    return change.before() instanceof Value.Entries && change.after() instanceof Value.Entries;
  }

  /** A line for each entry that came, went or is another; {@link #isByEntry} has to hold. */
  static List<String> entries(FieldChange change, Palette palette) {
    List<String> lines = new ArrayList<>();
    Value.Entries before = entriesOf(change.before());
    Value.Entries after = entriesOf(change.after());
    for (String name : names(before, after)) {
      Value old = before.entries().get(name);
      Value now = after.entries().get(name);
      if (old == null && now != null) {
        lines.add(palette.green("+ ") + name + "  " + now.show());
      } else if (now == null && old != null) {
        lines.add(palette.red("- ") + name + "  " + old.show());
      } else if (old != null && !old.equals(now)) {
        lines.add(palette.yellow("~ ") + name + "  " + within(old, now));
      }
    }
    return lines;
  }

  /** What differs inside of an entry. */
  private static String within(@Nullable Value before, @Nullable Value after) {
    if (!(before instanceof Value.Entries old) || !(after instanceof Value.Entries now)) {
      return of(before, after);
    }
    return names(old, now).stream()
        .filter(name -> !isSame(old.entries().get(name), now.entries().get(name)))
        .map(name -> name + " " + of(old.entries().get(name), now.entries().get(name)))
        .collect(Collectors.joining(", "));
  }

  private static boolean isSame(@Nullable Value before, @Nullable Value after) {
    return before != null && before.equals(after);
  }

  private static SortedSet<String> names(Value.Entries before, Value.Entries after) {
    SortedSet<String> names = new TreeSet<>(before.entries().keySet());
    names.addAll(after.entries().keySet());
    return names;
  }

  private static Value.Entries entriesOf(@Nullable Value value) {
    if (value instanceof Value.Entries entries) {
      return entries;
    }
    throw new IllegalArgumentException("no entries");
  }

  private static String of(@Nullable Value before, @Nullable Value after) {
    if (before instanceof Value.Sensitive old && after instanceof Value.Sensitive now) {
      return "(sensitive, fingerprint %s → %s)"
          .formatted(old.fingerprint().brief(), now.fingerprint().brief());
    }
    return show(before) + " → " + show(after);
  }

  private static String show(@Nullable Value value) {
    return value == null ? "(none)" : value.show();
  }
}
