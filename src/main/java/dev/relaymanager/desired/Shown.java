package dev.relaymanager.desired;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * How what somebody wrote is shown in a problem. Whoever pastes a key into the wrong field must not
 * find it in a log, so long texts and texts that look like a key are described only.
 */
final class Shown {
  private static final int LONGEST = 63;

  /** Beginnings of keys and tokens anywhere in a text, and long texts of a key's letters. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(sk|admin)-(?=\\S*\\d)\\S{8}|^sk-|bearer |age-secret-|-----begin|(?-i:eyJ)\\w{8}"
              + "|^(?=\\S*\\d)[a-z0-9_+/=-]{32,}$");

  private Shown() {}

  /** A field's name. */
  static String name(String name) {
    return isHarmless(name) ? name : "(a name of " + name.length() + " characters)";
  }

  static String text(String text) {
    return isHarmless(text) ? '"' + text + '"' : "a text of " + text.length() + " characters";
  }

  static String value(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> text(value.stringValue());
      case OBJECT -> value.isEmpty() ? "an empty mapping" : "a mapping";
      case ARRAY -> value.isEmpty() ? "an empty list" : "a list";
      case NULL -> "nothing";
      case NUMBER -> value.decimalValue().toPlainString();
      case BOOLEAN -> value.asString();
      case BINARY, MISSING, POJO -> "something else";
    };
  }

  private static boolean isHarmless(String text) {
    return text.length() <= LONGEST
        && text.codePoints().noneMatch(Character::isISOControl)
        && !SECRET.matcher(text).find();
  }
}
