package dev.relaymanager.declared;

import dev.relaymanager.desired.DocumentText;
import dev.relaymanager.desired.Kind;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.store.Declarations;
import dev.relaymanager.store.Declarations.Declared;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The documents that the API owns: what was declared over it, written as the YAML that could stand
 * in a repository. Equal declarations give equal documents.
 *
 * @param files their bytes by path, all below {@code api/}; sealed keys and packs among them
 * @param imports who owns each import, by its name
 */
public record ApiDocuments(SortedMap<String, byte[]> files, SortedMap<String, Import> imports) {
  /** Where they are, and where Git would own them. */
  public static final String FOLDER = "api/";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  public ApiDocuments {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    imports = Collections.unmodifiableSortedMap(new TreeMap<>(imports));
  }

  /**
   * An import that the API owns.
   *
   * @param version of the last declaration that it is made of
   * @param author of that declaration
   */
  public record Import(long version, String author) {}

  /** Nothing came over the API. */
  public static ApiDocuments none() {
    return new ApiDocuments(new TreeMap<>(), new TreeMap<>());
  }

  /** What counts now. */
  public static ApiDocuments standing(Declarations declarations) {
    return of(declarations.standing(), declarations);
  }

  /** What counted at a version. */
  public static ApiDocuments asOf(Declarations declarations, long version) {
    return of(declarations.asOf(version), declarations);
  }

  /** What would count if something more were declared. */
  public static ApiDocuments drafted(Declarations declarations, Declarations.Wish wish) {
    List<Declared> all = new ArrayList<>(declarations.standing());
    all.add(
        new Declared(
            Long.MAX_VALUE,
            wish.kind(),
            wish.name(),
            wish.body(),
            wish.author(),
            wish.batchId(),
            Instant.MAX));
    return of(all, declarations, wish.files());
  }

  private static ApiDocuments of(List<Declared> declared, Declarations declarations) {
    return of(declared, declarations, Map.of());
  }

  private static ApiDocuments of(
      List<Declared> declared, Declarations declarations, Map<String, byte[]> fresh) {
    if (declared.isEmpty()) {
      return none();
    }
    Writing writing = new Writing();
    declared.forEach(writing::add);
    List<String> named = writing.sealedFiles();
    SortedMap<String, byte[]> files =
        declarations.files(named.stream().filter(path -> !fresh.containsKey(path)).toList());
    files.putAll(fresh);
    files.putAll(writing.documents());
    return new ApiDocuments(files, writing.imports);
  }

  /** Path of the document of a host, a pack or an import. */
  public static String path(Kind kind, String name) {
    String folder =
        switch (kind) {
          case HOST -> "hosts/";
          case PACK -> "packs/";
          case PROVIDER_IMPORT -> "imports/";
          case ACCESS_GRANT -> "grants/";
          case POLICY -> throw new IllegalArgumentException("the API owns no policy");
        };
    return FOLDER + folder + name + ".yaml";
  }

  /** Puts declarations together, in their order. Used by one thread. */
  private static final class Writing {
    private final SortedMap<String, ObjectNode> hosts = new TreeMap<>();
    private final SortedMap<String, ObjectNode> packs = new TreeMap<>();
    private final SortedMap<String, ObjectNode> specs = new TreeMap<>();
    private final Map<String, Map<String, JsonNode>> keys = new TreeMap<>();
    private final Map<String, SortedMap<String, ObjectNode>> grants = new TreeMap<>();
    private final SortedMap<String, Import> imports = new TreeMap<>();

    void add(Declared declared) {
      ObjectNode body = body(declared);
      String name = declared.name();
      switch (declared.kind()) {
        case HOST -> hosts.put(name, body);
        case PACK -> packs.put(name, body);
        case IMPORT -> {
          specs.put(name, object(body, "spec"));
          Map<String, JsonNode> known = keys.computeIfAbsent(name, any -> new LinkedHashMap<>());
          body.path("keys").forEach(key -> known.put(key.path("id").stringValue(), key));
          addGrants(declared, body);
          imports.put(name, new Import(declared.version(), declared.author()));
        }
        case ACCESS -> {
          addGrants(declared, body);
          imports.computeIfPresent(
              name, (any, known) -> new Import(declared.version(), declared.author()));
        }
      }
    }

    private void addGrants(Declared declared, ObjectNode body) {
      SortedMap<String, ObjectNode> known =
          grants.computeIfAbsent(declared.name(), any -> new TreeMap<>());
      body.path("grants")
          .forEach(
              grant -> known.merge(Grants.user(grant), (ObjectNode) grant, Grants::followedBy));
      body.path("revoked").forEach(user -> known.remove(user.stringValue()));
    }

    private static ObjectNode body(Declared declared) {
      try {
        return (ObjectNode) MAPPER.readTree(declared.body());
      } catch (JacksonException | ClassCastException broken) {
        throw new EnvironmentException(
            "the state database holds a declaration (version %d) that this program cannot read; restore it from a backup"
                .formatted(declared.version()),
            broken);
      }
    }

    private static ObjectNode object(ObjectNode body, String field) {
      return (ObjectNode) body.path(field).deepCopy();
    }

    /** Paths of sealed keys and packs that the documents name, for all that is to be read. */
    List<String> sealedFiles() {
      List<String> paths = new ArrayList<>();
      hosts.values().forEach(host -> note(host.findValuesAsString("sealed"), paths));
      packs.values().forEach(pack -> note(List.of(pack.path("source").asString()), paths));
      keys.values()
          .forEach(
              all -> all.values().forEach(key -> note(key.findValuesAsString("sealed"), paths)));
      grants
          .values()
          .forEach(
              all ->
                  all.values().forEach(grant -> note(grant.findValuesAsString("sealed"), paths)));
      return paths.stream().distinct().toList();
    }

    private static void note(List<String> named, List<String> paths) {
      named.stream().filter(path -> path.startsWith(FOLDER)).forEach(paths::add);
    }

    SortedMap<String, byte[]> documents() {
      SortedMap<String, byte[]> documents = new TreeMap<>();
      hosts.forEach(
          (name, spec) ->
              put(documents, Kind.HOST, name, List.of(document(Kind.HOST, name, spec))));
      packs.forEach(
          (name, spec) ->
              put(documents, Kind.PACK, name, List.of(document(Kind.PACK, name, spec))));
      specs.forEach(
          (name, spec) -> {
            ArrayNode all = spec.putArray("keys");
            keys.getOrDefault(name, Map.of()).values().forEach(all::add);
            put(
                documents,
                Kind.PROVIDER_IMPORT,
                name,
                List.of(document(Kind.PROVIDER_IMPORT, name, spec)));
          });
      grants.forEach(
          (importName, users) -> {
            if (specs.containsKey(importName) && !users.isEmpty()) {
              put(
                  documents,
                  Kind.ACCESS_GRANT,
                  importName,
                  users.values().stream()
                      .map(
                          grant ->
                              document(
                                  Kind.ACCESS_GRANT,
                                  Grants.name(importName, Grants.user(grant)),
                                  Grants.spec(importName, grant)))
                      .toList());
            }
          });
      return documents;
    }

    private static void put(
        SortedMap<String, byte[]> documents, Kind kind, String name, List<ObjectNode> all) {
      documents.put(path(kind, name), DocumentText.of(all).getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode document(Kind kind, String name, ObjectNode spec) {
      ObjectNode document = MAPPER.createObjectNode();
      document.put("apiVersion", DocumentText.API_VERSION);
      document.put("kind", kind.toString());
      document.putObject("metadata").put("name", name);
      document.set("spec", spec);
      return document;
    }
  }

  /** Who owns an import; empty when the API does not. */
  public Optional<Import> owner(String importName) {
    return Optional.ofNullable(imports.get(importName));
  }
}
