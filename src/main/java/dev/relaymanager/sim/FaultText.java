package dev.relaymanager.sim;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads fault rules from a command line; {@link FaultRule} says how they are written. */
final class FaultText {
  private static final Pattern RULE =
      Pattern.compile("([A-Za-z]+|\\*)\\s+([^:\\s]+):([^:]+)(?::([^:]+))?");
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");

  private final String text;

  private FaultText(String text) {
    this.text = text;
  }

  static FaultRule parse(String text) {
    return new FaultText(text).rule();
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
    String kind = before(written, '=');
    String value = after(written, '=');
    return switch (kind) {
      case "delay" -> new Fault.Delay(time(value), Fault.Moment.BEFORE);
      case "delay-during" -> new Fault.Delay(time(value), Fault.Moment.DURING);
      case "delay-after" -> new Fault.Delay(time(value), Fault.Moment.AFTER);
      case "status" -> refuse(value);
      case "error-before" -> new Fault.Failure(Fault.Moment.BEFORE);
      case "error-after" -> new Fault.Failure(Fault.Moment.AFTER);
      case "cut-before" -> new Fault.Cut(Fault.Moment.BEFORE);
      case "cut-after" -> new Fault.Cut(Fault.Moment.AFTER);
      case "truncate" -> new Fault.Truncate(value.isEmpty() ? -1 : number(value));
      case "wrong-type" -> new Fault.WrongType(field(value));
      case "missing" -> new Fault.MissingField(field(value));
      case "short-page" -> new Fault.ShortPage(value.isEmpty() ? 1 : number(value));
      case "endless" -> new Fault.Endless();
      case "not-found" -> new Fault.PlainNotFound();
      case "html" -> new Fault.Html();
      default -> throw wrong("there is no fault '" + kind + "'");
    };
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
    String value = after(written, '=');
    FaultRule.When when =
        switch (before(written, '=')) {
          case "next" -> new FaultRule.When.Next(number(value));
          case "every" -> new FaultRule.When.Every(number(value));
          case "at" -> new FaultRule.When.At(number(value));
          case "always" -> new FaultRule.When.Always();
          default -> throw wrong("when is next=N, every=N, at=N or always");
        };
    if (!(when instanceof FaultRule.When.Always) && number(value) < 1) {
      throw wrong("the number in '" + written + "' is at least 1");
    }
    return when;
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
            "write it as in 'POST /api/v1/admin/accounts*:cut-after:every=10'"));
  }
}
