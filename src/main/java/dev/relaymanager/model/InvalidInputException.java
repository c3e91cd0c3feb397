package dev.relaymanager.model;

import java.util.List;
import java.util.stream.Collectors;

/** What the user wrote is wrong; carries every problem found, not the first. */
public final class InvalidInputException extends RelayException {
  private final transient List<Problem> problems;

  /**
   * Gathers what is wrong.
   *
   * @param problems at least one
   */
  public InvalidInputException(List<Problem> problems) {
    super(1, problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem given");
    }
    this.problems = List.copyOf(problems);
  }

  public InvalidInputException(Problem problem) {
    this(List.of(problem));
  }

  public List<Problem> problems() {
    return problems;
  }
}
