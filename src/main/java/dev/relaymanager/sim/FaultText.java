package dev.relaymanager.sim;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads fault rules from a command line; {@link FaultRule} says how they are written. */
final class FaultText {
  private static final Pattern RULE =
      Pattern.compile("([A-Za-z]+|\\*)\\s+([^:\\s]+):([^:]+)(?::([^:]+))?");
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");

  private static final String EXAMPLE = "POST /api/v1/admin/accounts*:cut-after:every=10";
  private static final int COLUMN = 21;

  private final String text;

  private FaultText(String text) {
    this.text = text;
  }

  static FaultRule parse(String text) {
    return new FaultText(text).rule();
  }

  /** What can be written, line by line. */
  static List<String> help() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "A fault is METHOD PATH:FAULT[:WHEN]; * is any method, and in a path any characters.");
    lines.add("FAULT is what the host does then:");
    for (FaultWord word : FaultWord.values()) {
      lines.add(line(word.spelling(), word.meaning()));
    }
    lines.add("WHEN is which of the requests it befalls:");
    for (WhenWord word : WhenWord.values()) {
      lines.add(line(word.spelling(), word.meaning()));
    }
    return lines;
  }

  private static String line(String spelling, String meaning) {
    return "  " + spelling + " ".repeat(COLUMN - spelling.length()) + meaning;
  }

  private FaultRule rule() {
    Matcher parts = RULE.matcher(text.strip());
    if (!parts.matches()) {
      throw wrong("it is not METHOD PATH:FAULT[:WHEN]");
    }
    String when = parts.group(4);
    return new FaultRule(
        parts.group(1).toUpperCase(Locale.ROOT),
        parts.group(2),
        fault(parts.group(3)),
        when == null ? new FaultRule.When.Next(1) : when(when));
  }

  private Fault fault(String written) {
    String word = before(written, '=');
    FaultWord known =
        FaultWord.of(word).orElseThrow(() -> wrong("there is no fault '" + word + "'"));
    String value = after(written, '=');
    return switch (known) {
      case DELAY -> new Fault.Delay(time(value), Fault.Moment.BEFORE);
      case DELAY_DURING -> new Fault.Delay(time(value), Fault.Moment.DURING);
      case DELAY_AFTER -> new Fault.Delay(time(value), Fault.Moment.AFTER);
      case STATUS -> refuse(value);
      case ERROR_BEFORE -> alone(written, new Fault.Failure(Fault.Moment.BEFORE));
      case ERROR_AFTER -> alone(written, new Fault.Failure(Fault.Moment.AFTER));
      case CUT_BEFORE -> alone(written, new Fault.Cut(Fault.Moment.BEFORE));
      case CUT_AFTER -> alone(written, new Fault.Cut(Fault.Moment.AFTER));
      case TRUNCATE -> new Fault.Truncate(value.isEmpty() ? -1 : number(value));
      case WRONG_TYPE -> new Fault.WrongType(field(value));
      case MISSING -> new Fault.MissingField(field(value));
      case SHORT_PAGE -> new Fault.ShortPage(value.isEmpty() ? 1 : number(value));
      case ENDLESS -> alone(written, new Fault.Endless());
      case NOT_FOUND -> alone(written, new Fault.PlainNotFound());
      case HTML -> alone(written, new Fault.Html());
    };
  }

  /** What takes no value. */
  private <T> T alone(String written, T meant) {
    if (written.indexOf('=') >= 0) {
      throw wrong("'" + before(written, '=') + "' takes no value");
    }
    return meant;
  }

  private Fault refuse(String value) {
    int status = number(before(value, ','));
    if (status < 400 || status > 599) {
      throw wrong("a status is from 400 to 599");
    }
    String wait = after(value, ',');
    String seconds = after(wait, '=');
    Fault.RetryAfter retryAfter =
        switch (before(wait, '=')) {
          case "" -> new Fault.RetryAfter.Silent();
          case "retry-after" -> new Fault.RetryAfter.Seconds(number(seconds));
          case "retry-after-date" -> new Fault.RetryAfter.Date(Duration.ofSeconds(number(seconds)));
          default -> throw wrong("after the status comes retry-after= or retry-after-date=");
        };
    return new Fault.Refuse(status, retryAfter);
  }

  private FaultRule.When when(String written) {
    String word = before(written, '=');
    WhenWord known = WhenWord.of(word).orElseThrow(() -> wrong("'" + word + "' does not say when"));
    String value = after(written, '=');
    return switch (known) {
      case NEXT -> new FaultRule.When.Next(count(value));
      case EVERY -> new FaultRule.When.Every(count(value));
      case AT -> new FaultRule.When.At(count(value));
      case ALWAYS -> alone(written, new FaultRule.When.Always());
    };
  }

  private int count(String value) {
    int number = number(value);
    if (number < 1) {
      throw wrong("WHEN counts from 1");
    }
    return number;
  }

  private Duration time(String value) {
    Matcher parts = TIME.matcher(value);
    if (!parts.matches()) {
      throw wrong("'" + value + "' is not a time such as 200ms, 3s or 2m");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      default -> Duration.ofMinutes(count);
    };
  }

  private int number(String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw wrong("'" + value + "' is not a number");
    }
    throw wrong("'" + value + "' is below zero");
  }

  private String field(String value) {
    if (value.isEmpty()) {
      throw wrong("the name of a field is missing");
    }
    return value;
  }

  private static String before(String value, char mark) {
    int at = value.indexOf(mark);
    return at < 0 ? value : value.substring(0, at);
  }

  private static String after(String value, char mark) {
    int at = value.indexOf(mark);
    return at < 0 ? "" : value.substring(at + 1);
  }

  private InvalidInputException wrong(String why) {
    return new InvalidInputException(
        Problem.of(
            "bad-fault",
            "the fault '" + text + "' cannot be read: " + why,
            "a FAULT is "
                + oneOf(Stream.of(FaultWord.values()).map(FaultWord::spelling).toList())
                + "; WHEN is "
                + oneOf(Stream.of(WhenWord.values()).map(WhenWord::spelling).toList())
                + "; write it as in '"
                + EXAMPLE
                + "'"));
  }

  private static String oneOf(List<String> spellings) {
    return String.join(", ", spellings.subList(0, spellings.size() - 1))
        + " or "
        + spellings.getLast();
  }
}
