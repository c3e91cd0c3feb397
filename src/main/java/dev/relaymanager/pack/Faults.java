package dev.relaymanager.pack;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong, so that all of it is said at once. */
final class Faults {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::place, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final List<Problem> problems = new ArrayList<>();

  void add(Problem problem) {
    problems.add(problem);
  }

  void addAll(List<Problem> more) {
    problems.addAll(more);
  }

  /** Notes a fault at a value of a document. */
  void at(JsonSource source, String pointer, String code, String message, String fix) {
    problems.add(
        Problem.at(source.valueAt(pointer), JsonSource.shown(pointer), code, message, fix));
  }

  /** Throws everything noted, in the order of the files; does nothing when there is nothing. */
  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems.stream().sorted(BY_PLACE).toList());
    }
  }
}
