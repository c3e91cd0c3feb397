package dev.relaymanager.api;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A call that has passed the door: who makes it, and what it says, in the form that the contract
 * wants. May hold secrets in its body, and so is never printed.
 *
 * @param path parameters of the path, by name
 * @param query parameters of the query, by name
 * @param headers those that the contract names, by name
 * @param json the body; an empty object when there is none
 * @param upload a body that is no JSON; null when there is none
 */
record Call(
    Operation operation,
    Caller caller,
    Map<String, String> path,
    Map<String, String> query,
    Map<String, String> headers,
    JsonNode json,
    @Nullable Upload upload) {
  Call {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  static final JsonNode NO_BODY = JsonNodeFactory.instance.objectNode();

  /** A parameter of the path, which is always there. */
  String at(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException(operation.id() + " has no " + name + " in its path");
    }
    return value;
  }

  Optional<String> asked(String name) {
    return Optional.ofNullable(query.get(name));
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** A text of the body; empty when it is not there or null. */
  Optional<String> text(String field) {
    return Optional.ofNullable(json.path(field).stringValue(null));
  }

  @Override
  public String toString() {
    return operation.method() + " " + operation.path() + " by " + caller.name();
  }
}
