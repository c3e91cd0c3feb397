package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one mapping that its schema has accepted: a field of another type, or a required
 * one that is missing, is a defect here.
 */
final class Fields {
  private final YamlNode.Mapping mapping;
  private final Places places;
  private final String path;
  private final List<Problem> problems;

  private Fields(YamlNode.Mapping mapping, Places places, String path, List<Problem> problems) {
    this.mapping = mapping;
    this.places = places;
    this.path = path;
    this.problems = problems;
  }

  /** The whole document; what is found wrong goes to {@code problems}. */
  static Fields of(YamlNode root, Places places, List<Problem> problems) {
    return new Fields((YamlNode.Mapping) root, places, "", problems);
  }

  Places places() {
    return places;
  }

  String path() {
    return path;
  }

  Place place() {
    return places.of(mapping);
  }

  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  void problem(String name, String code, String message, String fix) {
    YamlNode at = mapping.value(name);
    problems.add(Problem.at(places.of(at == null ? mapping : at), path(name), code, message, fix));
  }

  /** A problem with a value deeper inside. */
  void problemAt(String deeper, String code, String message, String fix) {
    problems.add(places.problem(deeper, code, message, fix));
  }

  boolean has(String name) {
    return mapping.find(name) != null;
  }

  private @Nullable JsonNode scalar(String name) {
    return mapping.value(name) instanceof YamlNode.Scalar scalar ? scalar.json() : null;
  }

  String text(String name) {
    return Objects.requireNonNull(textOrNull(name), name);
  }

  @Nullable String textOrNull(String name) {
    JsonNode scalar = scalar(name);
    return scalar == null ? null : scalar.stringValue();
  }

  int integer(String name, int absent) {
    Integer number = integerOrNull(name);
    return number == null ? absent : number;
  }

  @Nullable Integer integerOrNull(String name) {
    BigDecimal number = decimalOrNull(name);
    return number == null ? null : number.intValueExact();
  }

  @Nullable BigDecimal decimalOrNull(String name) {
    JsonNode scalar = scalar(name);
    return scalar == null ? null : scalar.decimalValue();
  }

  boolean flag(String name) {
    JsonNode scalar = scalar(name);
    return scalar != null && scalar.booleanValue();
  }

  /** A word that stands for a constant: {@code self-service} for {@code SELF_SERVICE}. */
  <E extends Enum<E>> E word(String name, E absent) {
    String word = textOrNull(name);
    return word == null ? absent : constant(absent.getDeclaringClass(), word);
  }

  static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (mapping.value(name) instanceof YamlNode.Sequence sequence) {
      sequence.items().forEach(item -> texts.add(item.json().stringValue()));
    }
    return texts;
  }

  /** Texts, or whole numbers by their digits. */
  List<String> wordsOrNumbers(String name) {
    List<String> words = new ArrayList<>();
    if (mapping.value(name) instanceof YamlNode.Sequence sequence) {
      sequence.items().forEach(item -> words.add(wordOrNumber(item.json())));
    }
    return words;
  }

  @Nullable String wordOrNumberOrNull(String name) {
    JsonNode scalar = scalar(name);
    return scalar == null ? null : wordOrNumber(scalar);
  }

  private static String wordOrNumber(JsonNode value) {
    return value.isNumber()
        ? value.decimalValue().toBigIntegerExact().toString()
        : value.stringValue();
  }

  /** A field that is a mapping; empty fields when it is absent. */
  Fields child(String name) {
    return mapping.value(name) instanceof YamlNode.Mapping child
        ? new Fields(child, places, path(name), problems)
        : new Fields(
            new YamlNode.Mapping(mapping.line(), mapping.column(), List.of()),
            places,
            path(name),
            problems);
  }

  /** A list of mappings. */
  List<Fields> children(String name) {
    List<Fields> children = new ArrayList<>();
    if (mapping.value(name) instanceof YamlNode.Sequence sequence) {
      for (YamlNode item : sequence.items()) {
        String itemPath = path(name) + "[" + children.size() + "]";
        children.add(new Fields((YamlNode.Mapping) item, places, itemPath, problems));
      }
    }
    return children;
  }
}
