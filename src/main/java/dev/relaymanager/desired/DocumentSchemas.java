package dev.relaymanager.desired;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The published JSON Schemas, one a kind: the same files that editors complete from. Each is read
 * when a document first needs it. Thread-safe.
 */
final class DocumentSchemas {
  /** What is said when a pattern does not match; editors show it too. */
  static final String PATTERN_MESSAGE = "patternErrorMessage";

  private static final DocumentSchemas SHARED = new DocumentSchemas();

  private final SchemaRegistry registry;
  private final Map<Kind, Compiled> compiled = new EnumMap<>(Kind.class);

  private record Compiled(JsonNode source, Schema schema) {}

  private DocumentSchemas() {
    Dialect dialect =
        Dialect.builder(Dialects.getDraft202012())
            .keyword(new AnnotationKeyword(PATTERN_MESSAGE))
            .build();
    registry = SchemaRegistry.withDialect(dialect);
  }

  static DocumentSchemas shared() {
    return SHARED;
  }

  /** What the schema of a kind finds wrong with a document; empty when it is well formed. */
  List<Problem> check(Kind kind, YamlNode document, Places places) {
    Compiled checks = compiled(kind);
    List<com.networknt.schema.Error> errors = checks.schema.validate(document.json());
    return errors.isEmpty()
        ? List.of()
        : new SchemaProblems(checks.source, document, places).explain(errors);
  }

  private synchronized Compiled compiled(Kind kind) {
    return compiled.computeIfAbsent(
        kind,
        wanted -> {
          JsonNode source = read(wanted.schemaResource());
          return new Compiled(source, registry.getSchema(source));
        });
  }

  private static JsonNode read(String resource) {
    try (InputStream in = DocumentSchemas.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      return JsonMapper.shared().readTree(in);
    } catch (IOException fault) {
      throw new UncheckedIOException(resource, fault);
    }
  }
}
