package dev.relaymanager.sim;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A fault, and the requests it befalls.
 *
 * <p>On a command line a rule is written {@code METHOD PATH:FAULT[:WHEN]}, for example
 *
 * <pre>
 *   POST /api/v1/admin/accounts*:cut-after:every=10
 *   * /api/v1/admin/*:delay=200ms:always
 *   GET /api/v1/admin/accounts:status=429,retry-after=2:next=3
 *   POST /api/v1/admin/accounts/batch:error-after:at=4
 * </pre>
 *
 * <ul>
 *   <li>METHOD: a method, or {@code *}; PATH: without the query; {@code *} stands for any
 *       characters, slashes too
 *   <li>FAULT and WHEN: as {@link #help} says; a WHEN that is left out is {@code next=1}
 * </ul>
 *
 * @param method upper case, or {@code *}
 * @param path a pattern as above
 */
public record FaultRule(String method, String path, Fault fault, When when) {
  /** Which of the requests that a rule's method and path mean it befalls. */
  public sealed interface When {
    record Next(int count) implements When {}

    record Every(int nth) implements When {}

    record At(int nth) implements When {}

    record Always() implements When {}

    /** Whether the fault befalls the {@code number}th request, counted from 1. */
    default boolean befalls(long number) {
      return switch (this) {
        case Next next -> number <= next.count();
        case Every every -> number % every.nth() == 0;
        case At at -> number == at.nth();
        case Always always -> true;
      };
    }
  }

  /** The next request to {@code route}, which is written {@code METHOD PATH}. */
  public static FaultRule once(String route, Fault fault) {
    return of(route, fault, new When.Next(1));
  }

  /** A rule for {@code route}, which is written {@code METHOD PATH}. */
  public static FaultRule of(String route, Fault fault, When when) {
    int blank = route.indexOf(' ');
    if (blank < 1) {
      throw new IllegalArgumentException("not METHOD PATH: " + route);
    }
    return new FaultRule(
        route.substring(0, blank), route.substring(blank + 1).strip(), fault, when);
  }

  /**
   * Reads a rule as it is written on a command line.
   *
   * @throws dev.relaymanager.model.InvalidInputException if it cannot be read
   */
  public static FaultRule parse(String text) {
    return FaultText.parse(text);
  }

  /** What can be written on a command line, line by line, for people. */
  public static List<String> help() {
    return FaultText.help();
  }

  boolean means(String requestMethod, String requestPath) {
    return (method.equals("*") || method.equals(requestMethod))
        && Pattern.matches(Pattern.quote(path).replace("*", "\\E.*\\Q"), requestPath);
  }
}
