package dev.relaymanager.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One field of a resource, in the form in which it is compared and shown. Equal values mean the
 * same to the host: decimals carry no trailing zeros, lists whose order means nothing are sorted.
 */
public sealed interface Value {
  /** What a person reads. */
  String show();

  record Text(String text) implements Value {
    @Override
    public String show() {
      return '"' + text + '"';
    }
  }

  record Decimal(BigDecimal number) implements Value {
    public Decimal {
      number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    @Override
    public String show() {
      return number.toPlainString();
    }
  }

  record Flag(boolean on) implements Value {
    @Override
    public String show() {
      return Boolean.toString(on);
    }
  }

  record Date(LocalDate date) implements Value {
    @Override
    public String show() {
      return date.toString();
    }
  }

  record Link(Reference target) implements Value {
    @Override
    public String show() {
      return target.toString();
    }
  }

  /** A secret: shown by its fingerprint only. */
  record Sensitive(Fingerprint fingerprint) implements Value {
    @Override
    public String show() {
      return "(sensitive, fingerprint " + fingerprint.brief() + ")";
    }
  }

  record Items(List<Value> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String show() {
      return items.stream().map(Value::show).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  record Entries(SortedMap<String, Value> entries) implements Value {
    public Entries {
      entries = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    @Override
    public String show() {
      return entries.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue().show())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  static Value of(String text) {
    return new Text(text);
  }

  static Value of(BigDecimal number) {
    return new Decimal(number);
  }

  static Value of(long number) {
    return new Decimal(BigDecimal.valueOf(number));
  }

  static Value of(boolean on) {
    return new Flag(on);
  }
}
