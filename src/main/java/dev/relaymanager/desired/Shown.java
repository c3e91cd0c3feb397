package dev.relaymanager.desired;

import dev.relaymanager.model.KeyLike;
import tools.jackson.databind.JsonNode;

/**
 * How what somebody wrote is shown in a problem. Whoever pastes a key into the wrong field must not
 * find it in a log, so long texts and texts that look like a key are described only.
 */
final class Shown {
  private static final int LONGEST = 63;

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
        && !KeyLike.isIn(text);
  }
}
