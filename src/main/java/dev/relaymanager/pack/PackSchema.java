package dev.relaymanager.pack;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A published JSON Schema of the pack format, and its findings as problems. What to do about a
 * finding is the schema's own description of the field, so the two never part.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class PackSchema {
  static final PackSchema PACK = load("pack.schema.json");
  static final PackSchema PROVIDER = load("provider.schema.json");

  /** Findings that have a name of their own: field, keyword, and what it is called. */
  private static final Map<String, String> OWN_CODES =
      Map.of(
          "/properties/baseUrl/pattern", "base-url-not-https",
          "/properties/default_models/minItems", "default-models-empty");

  /** What a schema's keyword finds, in general. */
  private static final Map<String, String> CODES =
      Map.of(
          "additionalProperties", "unknown-field",
          "required", "missing-field",
          "type", "wrong-type",
          "enum", "wrong-value",
          "const", "wrong-value",
          "pattern", "wrong-form",
          "propertyNames", "bad-name",
          "uniqueItems", "repeated-value");

  /** Findings that leave a document readable all the same. */
  private static final Set<String> HARMLESS =
      Set.of("unknown-field", "base-url-not-https", "default-models-empty", "repeated-value");

  private final Schema schema;

  private PackSchema(Schema schema) {
    this.schema = schema;
  }

  private static PackSchema load(String name) {
    String resource = "/dev/relaymanager/schemas/" + name;
    try (InputStream in = PackSchema.class.getResourceAsStream(resource)) {
      SchemaRegistry registry =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
      return new PackSchema(registry.getSchema(Objects.requireNonNull(in, resource)));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /**
   * Checks a document.
   *
   * @param faults where the findings go
   * @return whether its fields can be read, whatever else is wrong
   */
  boolean check(JsonSource source, Faults faults) {
    boolean readable = true;
    for (Error error : schema.validate(source.root())) {
      Problem problem = problem(error, source);
      faults.add(problem);
      readable &= HARMLESS.contains(problem.code());
    }
    return readable;
  }

  private Problem problem(Error error, JsonSource source) {
    String keyword = error.getKeyword();
    String in = error.getInstanceLocation().toString();
    String rule = error.getSchemaLocation().getFragment().toString();
    String code = OWN_CODES.getOrDefault(rule, CODES.getOrDefault(keyword, "out-of-range"));
    String field = error.getProperty();
    if (code.equals("unknown-field")) {
      String unknown = in + "/" + JsonSource.escape(field);
      return Problem.at(
          source.nameAt(unknown),
          JsonSource.shown(unknown),
          code,
          "unknown field \"" + brief(field) + "\"",
          "known here: " + knownFields(error));
    }
    if (code.equals("missing-field")) {
      String missing = in + "/" + JsonSource.escape(field);
      return Problem.at(
          source.valueAt(in),
          JsonSource.shown(missing),
          code,
          "the field \"" + field + "\" is missing",
          description(parent(rule) + "/properties/" + JsonSource.escape(field)).orElse("add it"));
    }
    if (code.equals("bad-name")) {
      String named = in + "/" + JsonSource.escape(field);
      return Problem.at(
          source.nameAt(named),
          JsonSource.shown(in),
          code,
          "found the name \"" + brief(field) + "\"",
          description(rule).map(text -> "wanted " + text).orElse("choose another name"));
    }
    return Problem.at(
        source.valueAt(in), JsonSource.shown(in), code, found(error), fix(error, rule));
  }

  private static String found(Error error) {
    JsonNode found = error.getInstanceNode();
    if (found == null || found.isObject()) {
      return "found an object with other content";
    }
    if (found.isArray()) {
      return found.isEmpty() ? "found an empty list" : "found a list of " + found.size();
    }
    return "found " + brief(found.toString());
  }

  private static String brief(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  private String fix(Error error, String rule) {
    return description(parent(rule))
        .map(text -> "wanted " + text)
        .orElseGet(() -> error.getMessage());
  }

  private String knownFields(Error error) {
    JsonNode properties = schemaAt(parent(error.getSchemaLocation().getFragment().toString()));
    Set<String> names = new TreeSet<>(properties.path("properties").propertyNames());
    names.remove("$schema");
    return String.join(", ", names);
  }

  private Optional<String> description(String pointer) {
    JsonNode node = schemaAt(pointer);
    if (node.has("$ref") && !node.has("description")) {
      node = schemaAt(node.path("$ref").stringValue("").substring(1));
    }
    return Optional.ofNullable(node.path("description").stringValue(null));
  }

  private JsonNode schemaAt(String pointer) {
    return schema.getSchemaNode().at(pointer);
  }

  private static String parent(String pointer) {
    return pointer.substring(0, Math.max(pointer.lastIndexOf('/'), 0));
  }
}
