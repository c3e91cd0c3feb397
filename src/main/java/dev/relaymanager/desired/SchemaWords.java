package dev.relaymanager.desired;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A schema's terms in plain words. */
final class SchemaWords {
  /** What YAML 1.1 took for true and false. */
  private static final Set<String> OLD_BOOLEANS = Set.of("yes", "no", "on", "off", "y", "n");

  private SchemaWords() {}

  /** The types that a schema allows: one, or a list of them. */
  static String type(JsonNode type) {
    return type.isArray()
        ? list(words(type).stream().map(SchemaWords::type).toList(), "or")
        : type(type.asString());
  }

  private static String type(String type) {
    return switch (type) {
      case "string" -> "text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "a mapping";
      default -> type;
    };
  }

  /** What to do about a value of the wrong type. */
  static String fixForType(JsonNode found, Error error, String example) {
    String expected = error.getSchemaNode().asString("");
    if (found.isNull()) {
      return "give it a value or take the field out";
    }
    if (expected.equals("string") && found.isValueNode()) {
      return "put it in quotes";
    }
    if (expected.equals("boolean") && OLD_BOOLEANS.contains(found.asString(""))) {
      return "YAML 1.2 takes " + found.asString() + " for text; write true or false";
    }
    if (expected.equals("array")) {
      return "write it as a list, also when it has one item";
    }
    return example;
  }

  static String firstSentence(String text) {
    int end = text.indexOf(". ");
    return end > 0 ? text.substring(0, end) : text.replaceFirst("\\.$", "");
  }

  static String range(JsonNode schema) {
    String least =
        schema.has("minimum")
            ? schema.path("minimum").asString()
            : "more than " + schema.path("exclusiveMinimum").asString();
    return schema.has("maximum")
        ? least + " to " + schema.path("maximum").asString()
        : least + " or more";
  }

  static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asString()));
    return words;
  }

  /** {@code a, b and c}. */
  static String list(Collection<String> words, String last) {
    List<String> all = List.copyOf(words);
    if (all.size() < 2) {
      return String.join("", all);
    }
    int end = all.size() - 1;
    return String.join(", ", all.subList(0, end)) + " " + last + " " + all.get(end);
  }
}
