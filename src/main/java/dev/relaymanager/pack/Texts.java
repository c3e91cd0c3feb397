package dev.relaymanager.pack;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;

/** Texts whose form a JSON Schema cannot hold: dates, versions and ranges. */
final class Texts {
  private Texts() {}

  static String at(JsonSource source, String pointer) {
    return source.root().at(pointer).stringValue();
  }

  /** Null when there is no such day; the fault is noted. */
  static @Nullable LocalDate date(JsonSource source, String pointer, Faults faults) {
    String text = at(source, pointer);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException noSuchDay) {
      faults.at(
          source,
          pointer,
          "bad-date",
          "there is no day \"" + text + "\"",
          "write year, month and day, as 2026-11-01");
      return null;
    }
  }

  /** Null when it is no range; the fault is noted. */
  static @Nullable HostVersionRange range(JsonSource source, String pointer, Faults faults) {
    String text = at(source, pointer);
    HostVersionRange range = HostVersionRange.parse(text).orElse(null);
    if (range == null) {
      faults.at(
          source,
          pointer,
          "bad-version-range",
          "\"" + text + "\" is no range of versions",
          HostVersionRange.FORM);
    }
    return range;
  }

  /** Null when it is no semantic version; the fault is noted. */
  static @Nullable String version(JsonSource source, String pointer, Faults faults) {
    String text = at(source, pointer);
    Semver version = Semver.parse(text);
    if (version == null || !version.getVersion().equals(text)) {
      faults.at(
          source,
          pointer,
          "bad-version",
          "\"" + text + "\" is no semantic version",
          "write three numbers, as 1.0.0");
      return null;
    }
    return text;
  }
}
