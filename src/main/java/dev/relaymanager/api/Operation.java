package dev.relaymanager.api;

import com.networknt.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One operation of the contract.
 *
 * @param method {@code GET}, {@code POST}, {@code DELETE}
 * @param path with parameters in braces
 * @param role that a caller needs
 * @param parameters of path, query and header
 * @param body null when it takes none
 * @param statuses that it may answer with
 */
record Operation(
    String id,
    String method,
    String path,
    Role role,
    List<Parameter> parameters,
    @Nullable Body body,
    Set<Integer> statuses) {

  /** Where a parameter stands. */
  enum In {
    PATH,
    QUERY,
    HEADER
  }

  /** A parameter and its schema. */
  record Parameter(String name, In in, JsonNode source, Schema schema) {}

  /**
   * A body.
   *
   * @param required whether a call without one is refused
   * @param types media type → schema
   */
  record Body(boolean required, Map<String, Schema> types) {}

  Operation {
    parameters = List.copyOf(parameters);
    statuses = Set.copyOf(statuses);
  }

  /** Whether it may change something, here or on a host. */
  boolean changes() {
    return !method.equals("GET") && parameters.stream().anyMatch(one -> one.name().equals(KEY));
  }

  /** The header that names a call. */
  static final String KEY = "Idempotency-Key";
}
