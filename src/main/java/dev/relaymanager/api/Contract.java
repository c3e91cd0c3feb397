package dev.relaymanager.api;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import dev.relaymanager.desired.DocumentText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The published description of the API, from which routes, roles and checks of what comes in are
 * taken. Immutable and safe for use by many threads.
 */
final class Contract {
  static final String RESOURCE = "/dev/relaymanager/api/openapi.yaml";

  /** OpenAPI's own words beside those of JSON Schema. */
  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012()).keyword(new AnnotationKeyword("example")).build();

  private static final String BASE = "https://relay-manager.invalid/openapi.json";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

  private final String text;
  private final JsonNode document;
  private final SchemaRegistry registry;
  private final List<Operation> operations;

  private Contract(String text, JsonNode document) {
    this.text = text;
    this.document = document;
    this.registry =
        SchemaRegistry.withDialect(
            DIALECT, builder -> builder.schemas(Map.of(BASE, document.toString())));
    this.operations = read();
  }

  /** The one that the program brings. */
  static Contract published() {
    try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
      return of(
          new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /**
   * Reads a description.
   *
   * @throws IllegalStateException when an operation says nothing of the role that it needs
   */
  static Contract of(String yaml) {
    return new Contract(yaml, DocumentText.read(RESOURCE, yaml.getBytes(StandardCharsets.UTF_8)));
  }

  /** As it is published. */
  String text() {
    return text;
  }

  List<Operation> operations() {
    return operations;
  }

  /** The schema of what an operation answers; null when that has none, or is not declared. */
  @Nullable Schema answer(String path, String method, int status, String type) {
    String pointer =
        "/paths/" + escape(path) + "/" + method.toLowerCase(Locale.ROOT) + "/responses/" + status;
    JsonNode response = document.at(pointer);
    if (response.has("$ref")) {
      pointer = response.path("$ref").stringValue().substring(1);
    }
    String schema = pointer + "/content/" + escape(type) + "/schema";
    return document.at(schema).isMissingNode() ? null : schema(schema);
  }

  private List<Operation> read() {
    List<Operation> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      String at = "/paths/" + escape(path.getKey());
      for (Map.Entry<String, JsonNode> entry : path.getValue().properties()) {
        if (METHODS.contains(entry.getKey())) {
          List<Operation.Parameter> parameters = new ArrayList<>();
          parameters(at, path.getValue(), parameters);
          parameters(at + "/" + entry.getKey(), entry.getValue(), parameters);
          found.add(
              operation(
                  at + "/" + entry.getKey(),
                  path.getKey(),
                  entry.getKey().toUpperCase(Locale.ROOT),
                  entry.getValue(),
                  parameters));
        }
      }
    }
    return List.copyOf(found);
  }

  private Operation operation(
      String at, String path, String method, JsonNode node, List<Operation.Parameter> parameters) {
    String id = node.path("operationId").stringValue("");
    Role role =
        Role.ofId(node.path("x-relay-role").stringValue(""))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        method + " " + path + " says nothing of who may call it (x-relay-role)"));
    Set<Integer> statuses = new TreeSet<>();
    node.path("responses").propertyNames().forEach(status -> statuses.add(Integer.valueOf(status)));
    return new Operation(id, method, path, role, parameters, body(at, node), statuses);
  }

  private Operation.@Nullable Body body(String at, JsonNode node) {
    if (!node.has("requestBody")) {
      return null;
    }
    Map<String, Schema> types = new LinkedHashMap<>();
    for (String type : node.path("requestBody").path("content").propertyNames()) {
      types.put(type, schema(at + "/requestBody/content/" + escape(type) + "/schema"));
    }
    return new Operation.Body(node.path("requestBody").path("required").booleanValue(false), types);
  }

  private void parameters(String at, JsonNode node, List<Operation.Parameter> parameters) {
    JsonNode list = node.path("parameters");
    for (int i = 0; i < list.size(); i++) {
      String pointer = at + "/parameters/" + i;
      JsonNode parameter = list.get(i);
      if (parameter.has("$ref")) {
        pointer = parameter.path("$ref").stringValue().substring(1);
        parameter = document.at(pointer);
      }
      parameters.add(
          new Operation.Parameter(
              parameter.path("name").stringValue(),
              Operation.In.valueOf(parameter.path("in").stringValue().toUpperCase(Locale.ROOT)),
              parameter.path("schema"),
              schema(pointer + "/schema")));
    }
  }

  private Schema schema(String pointer) {
    return registry.getSchema(SchemaLocation.of(BASE + "#" + pointer));
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
