package dev.relaymanager.api;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.relaymanager.model.KeyLike;
import dev.relaymanager.model.Problem;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Holds what a call says to the contract, and tells what is wrong without repeating it. */
final class Checks {
  private static final int MOST = 20;

  /** Fields that hold names which are shown and kept. */
  private static final List<String> NAMES = List.of("name", "host_id", "pack_id");

  private Checks() {}

  static void parameters(
      Operation operation,
      Map<String, String> path,
      Map<String, String> query,
      Map<String, String> headers) {
    List<Problem> problems = new ArrayList<>();
    for (Operation.Parameter parameter : operation.parameters()) {
      Map<String, String> given =
          switch (parameter.in()) {
            case PATH -> path;
            case QUERY -> query;
            case HEADER -> headers;
          };
      String value = given.get(parameter.name());
      if (value == null) {
        continue;
      }
      List<Error> errors = parameter.schema().validate(typed(parameter, value));
      if (!errors.isEmpty() && parameter.in() == Operation.In.PATH) {
        throw ApiException.notFound(
            "not-found", "there is no such " + parameter.name(), "see what is there in its list");
      }
      String where = parameter.in() == Operation.In.QUERY ? "?" : "/";
      errors.forEach(error -> problems.add(problem(where + parameter.name(), error)));
    }
    Set<String> known =
        operation.parameters().stream()
            .filter(one -> one.in() == Operation.In.QUERY)
            .map(Operation.Parameter::name)
            .collect(Collectors.toSet());
    for (String name : query.keySet()) {
      if (!known.contains(name)) {
        problems.add(
            new Problem(
                "unknown-parameter",
                null,
                "?" + name,
                "there is no such parameter here",
                known.isEmpty() ? "take it out" : "known here: " + String.join(", ", known)));
      }
    }
    refuse(problems);
  }

  /** Parameters are texts; numbers are read where one is wanted. */
  private static JsonNode typed(Operation.Parameter parameter, String value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return parameter.source().at("/type").stringValue("").equals("integer")
        ? value.matches("-?[0-9]{1,18}")
            ? nodes.numberNode(new BigInteger(value))
            : nodes.stringNode(value)
        : nodes.stringNode(value);
  }

  static void body(Operation operation, JsonNode json) {
    Schema schema =
        Objects.requireNonNull(
            Objects.requireNonNull(operation.body()).types().get(Answer.JSON), operation.id());
    List<Problem> problems = new ArrayList<>();
    schema
        .validate(json)
        .forEach(error -> problems.add(problem(error.getInstanceLocation().toString(), error)));
    for (String field : NAMES) {
      if (KeyLike.isIn(json.path(field).stringValue(""))) {
        problems.add(
            new Problem(
                "looks-like-a-key",
                null,
                "/" + field,
                "a name stands here, and this looks like a key",
                "names are shown and kept; if it is a key, have it changed"));
      }
    }
    refuse(problems);
  }

  private static void refuse(List<Problem> problems) {
    if (problems.isEmpty()) {
      return;
    }
    List<Problem> told = problems.subList(0, Math.min(problems.size(), MOST));
    throw new ApiException(
        422,
        "invalid",
        problems.size() == 1
            ? problems.getFirst().message()
            : problems.size() + " things are wrong with the call; nothing was changed",
        told);
  }

  private static Problem problem(String path, Error error) {
    String property = error.getProperty();
    String named = property == null ? path : path + "/" + property;
    return switch (error.getKeyword()) {
      case "additionalProperties" ->
          new Problem("unknown-field", null, named, "unknown field", "take it out");
      case "required" -> new Problem("missing-field", null, named, "missing", "add it");
      case "type" ->
          new Problem("wrong-type", null, path, "a value of another type is wanted", fix(error));
      case "enum", "const" ->
          new Problem("wrong-value", null, path, "no value that is known here", fix(error));
      default ->
          new Problem(
              "out-of-range", null, path, "breaks the rule " + error.getKeyword(), fix(error));
    };
  }

  /** The rule itself, as the contract has it. */
  private static String fix(Error error) {
    JsonNode rule = error.getSchemaNode();
    return rule == null ? "see /api/openapi.yaml" : error.getKeyword() + " is " + rule;
  }
}
