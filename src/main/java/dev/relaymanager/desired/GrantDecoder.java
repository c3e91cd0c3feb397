package dev.relaymanager.desired;

import dev.relaymanager.desired.GrantDocument.ProbeKey;
import dev.relaymanager.desired.GrantDocument.Term;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an {@code AccessGrant} document that its schema has accepted. */
final class GrantDecoder {
  /** The host ends every subscription here at the latest (contract.md 4.6). */
  static final LocalDate LAST_DAY = LocalDate.of(2099, 12, 31);

  private GrantDecoder() {}

  static GrantDocument decode(String name, Fields document) {
    Fields spec = document.child("spec");
    Set<String> users = users(spec);
    return new GrantDocument(
        name,
        document.places(),
        spec.text("import"),
        spec.texts("hosts"),
        List.copyOf(users),
        term(spec),
        probe(spec, users));
  }

  private static Set<String> users(Fields spec) {
    Set<String> users = new LinkedHashSet<>();
    int index = 0;
    for (String user : spec.wordsOrNumbers("users")) {
      if (!users.add(user.toLowerCase(Locale.ROOT))) {
        String path = spec.path("users") + "[" + index + "]";
        spec.problemAt(
            path,
            "duplicate-user",
            user + " stands here a second time; the case of letters means nothing",
            "keep one of them");
      }
      index++;
    }
    return users;
  }

  private static @Nullable Term term(Fields spec) {
    Integer days = spec.integerOrNull("days");
    String until = spec.textOrNull("until");
    if (days != null && until != null) {
      spec.problem(
          "until", "conflicting-fields", "found days and until together", "keep one of them");
    }
    if (days != null) {
      return new Term.Days(days);
    }
    return until == null ? null : until(spec, until);
  }

  private static @Nullable Term until(Fields spec, String text) {
    LocalDate day;
    try {
      day = LocalDate.parse(text);
    } catch (DateTimeParseException noSuchDay) {
      spec.problem("until", "bad-date", text + " is no day of the calendar", "write a real date");
      return null;
    }
    if (day.isAfter(LAST_DAY)) {
      spec.problem(
          "until",
          "bad-date",
          text + " is after " + LAST_DAY + ", where the host ends every subscription",
          "write an earlier date");
    }
    return new Term.Until(day);
  }

  private static @Nullable ProbeKey probe(Fields spec, Set<String> users) {
    if (!spec.has("probe")) {
      return null;
    }
    Fields probe = spec.child("probe");
    String user = probe.wordOrNumberOrNull("user");
    String chosen = user == null ? users.iterator().next() : user.toLowerCase(Locale.ROOT);
    if (!users.contains(chosen)) {
      probe.problem(
          "user",
          "not-granted",
          Shown.text(chosen) + " is not among the users of this grant",
          Suggestion.nearest(chosen, users)
              .map(near -> "did you mean " + near + "?")
              .orElse("name one of them, or add the user to spec.users"));
    }
    return new ProbeKey(chosen, SourceDecoder.decode(probe.child("key")));
  }
}
