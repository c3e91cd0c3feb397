package dev.relaymanager.desired;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.relaymanager.model.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Says in words what a schema found wrong with one document, each fault once and at its place. */
final class SchemaProblems {
  private static final String MAYBE_A_SECRET =
      "name a source, such as sealed: keys/name.age; a secret that stood here is in Git's history"
          + " now and must be changed";

  private static final int MAX_ERRORS = 2 * DocumentParser.MAX_PROBLEMS;

  private final JsonNode schema;
  private final YamlNode document;
  private final Places places;

  SchemaProblems(JsonNode schema, YamlNode document, Places places) {
    this.schema = schema;
    this.document = document;
    this.places = places;
  }

  List<Problem> explain(List<Error> errors) {
    Map<NodePath, List<Error>> byValue = new LinkedHashMap<>();
    // The first ones are enough to be over the file's limit of problems; explaining a hundred
    // thousand unknown fields would take minutes.
    for (Error error : errors.subList(0, Math.min(errors.size(), MAX_ERRORS))) {
      if (!isInsideChoice(error)) {
        byValue.computeIfAbsent(error.getInstanceLocation(), path -> new ArrayList<>()).add(error);
      }
    }
    List<Problem> problems = new ArrayList<>();
    byValue.values().forEach(ofOneValue -> explainValue(ofOneValue, problems));
    return problems;
  }

  /** Branches of a choice fail by nature; the choice itself is reported. */
  private static boolean isInsideChoice(Error error) {
    NodePath path = error.getEvaluationPath();
    for (int i = 0; i < path.getNameCount() - 1; i++) {
      if ("oneOf".equals(path.getElement(i))) {
        return true;
      }
    }
    return false;
  }

  private void explainValue(List<Error> errors, List<Problem> problems) {
    DocumentValue value = DocumentValue.at(document, errors.get(0).getInstanceLocation());
    Optional<Error> wrongType =
        errors.stream().filter(error -> error.getKeyword().equals("type")).findFirst();
    if (wrongType.isPresent()) {
      problems.add(wrongType(value, wrongType.get()));
      return;
    }
    Set<String> present = new HashSet<>(value.fieldNames());
    Set<String> meant = new HashSet<>();
    for (Error error : errors) {
      if (error.getKeyword().equals("additionalProperties")) {
        problems.add(unknownField(value, present, error, meant));
      }
    }
    for (Error error : errors) {
      switch (error.getKeyword()) {
        case "additionalProperties" -> {} // above, because the others depend on it
        case "required" -> {
          if (!meant.contains(error.getProperty())) {
            problems.add(missingField(value, error));
          }
        }
        case "oneOf" -> {
          Set<String> choice = fieldsOfChoice(error);
          if (choice.stream().noneMatch(meant::contains)) {
            problems.add(choice(value, choice));
          }
        }
        default -> problems.add(badValue(value, error));
      }
    }
  }

  private Problem unknownField(
      DocumentValue parent, Set<String> present, Error error, Set<String> meant) {
    String name = error.getProperty();
    Set<String> known = new TreeSet<>(siblings(error).path("properties").propertyNames());
    known.removeIf(present::contains);
    Optional<String> near = Suggestion.nearest(name, known);
    near.ifPresent(meant::add);
    String fix =
        near.map(word -> "did you mean " + word + "?")
            .orElse(
                known.isEmpty()
                    ? "take it out"
                    : "take it out; what could stand here: " + String.join(", ", known));
    String shown = Shown.name(name);
    return Problem.at(
        places.of(parent.fieldOrSelf(name)),
        parent.pathOf(shown),
        "unknown-field",
        "unknown field",
        fix);
  }

  private Problem missingField(DocumentValue parent, Error error) {
    String name = error.getProperty();
    JsonNode field = resolved(siblings(error).path("properties").path(name));
    return Problem.at(
        places.of(parent.node()),
        parent.pathOf(name),
        "missing-field",
        "missing",
        "add it: "
            + SchemaWords.firstSentence(field.path("description").asString("it is required")));
  }

  private Problem choice(DocumentValue value, Set<String> choice) {
    List<String> found = value.fieldNames().stream().filter(choice::contains).toList();
    return Problem.at(
        places.of(value.node()),
        value.path(),
        found.isEmpty() ? "missing-field" : "conflicting-fields",
        found.isEmpty()
            ? "found none of " + SchemaWords.list(choice, "and")
            : "found " + SchemaWords.list(found, "and") + " together",
        "write exactly one of " + SchemaWords.list(choice, "and"));
  }

  private static Set<String> fieldsOfChoice(Error error) {
    Set<String> fields = new LinkedHashSet<>();
    error
        .getSchemaNode()
        .forEach(branch -> branch.path("required").forEach(name -> fields.add(name.asString())));
    return fields;
  }

  private Problem wrongType(DocumentValue value, Error error) {
    String expected = SchemaWords.type(error.getSchemaNode());
    String fix =
        value.holdsText() && value.secret()
            ? MAYBE_A_SECRET
            : SchemaWords.fixForType(value.json(), error, example(error));
    return bad(value, "wrong-type", expected, fix);
  }

  private Problem badValue(DocumentValue value, Error error) {
    JsonNode limit = error.getSchemaNode();
    JsonNode siblings = siblings(error);
    return switch (error.getKeyword()) {
      case "enum" -> {
        List<String> words = SchemaWords.words(limit);
        String near =
            Suggestion.nearest(value.json().asString(""), words)
                .map(word -> "did you mean " + word + "?")
                .orElse("write one of them");
        yield bad(value, "bad-value", SchemaWords.list(words, "or"), near);
      }
      case "const" -> bad(value, "bad-value", limit.asString(), "write it so");
      case "pattern" ->
          bad(
              value,
              "bad-value",
              siblings.path(DocumentSchemas.PATTERN_MESSAGE).asString("the form " + limit),
              value.secret() ? MAYBE_A_SECRET : example(error));
      case "minimum", "maximum", "exclusiveMinimum" ->
          bad(value, "bad-value", SchemaWords.range(siblings), example(error));
      case "multipleOf" ->
          bad(
              value,
              "bad-value",
              "at most " + limit.decimalValue().scale() + " decimals",
              "round it");
      case "minItems" -> bad(value, "empty", "at least one item", "add one");
      case "minLength" -> bad(value, "empty", "some text", example(error));
      case "maxLength" -> bad(value, "bad-value", "at most " + limit + " characters", "shorten it");
      case "uniqueItems" -> {
        DocumentValue second = value.firstRepeatedItem();
        yield Problem.at(
            places.of(second.node()),
            second.path(),
            "repeated",
            second.shown() + " stands here a second time",
            "keep one of them");
      }
      default -> bad(value, "bad-value", error.getMessage(), "");
    };
  }

  private Problem bad(DocumentValue value, String code, String expected, String fix) {
    return Problem.at(
        places.of(value.node()),
        value.path(),
        code,
        "found " + value.shown() + ", expected " + expected,
        fix);
  }

  private String example(Error error) {
    JsonNode first = siblings(error).path("examples").path(0);
    return first.isValueNode() ? "for example " + first.asString() : "";
  }

  /** The schema object that the failing keyword stands in. */
  private JsonNode siblings(Error error) {
    NodePath path = error.getSchemaLocation().getFragment();
    JsonNode node = schema;
    for (int i = 0; i < path.getNameCount() - 1; i++) {
      Object step = path.getElement(i);
      node = step instanceof Integer index ? node.path(index) : node.path(step.toString());
    }
    return node;
  }

  private JsonNode resolved(JsonNode field) {
    String reference = field.path("$ref").asString("");
    return reference.isEmpty() || field.has("description")
        ? field
        : schema.at(reference.substring(1));
  }
}
