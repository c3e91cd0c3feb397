package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns one file into documents. A pure function of its path and bytes, so that what it gives may
 * be kept by the file's blob id.
 */
final class DocumentParser {
  static final String API_VERSION = "relay-manager/v1";

  /** Of one file; more help nobody. */
  static final int MAX_PROBLEMS = 200;

  private DocumentParser() {}

  /**
   * What one file holds.
   *
   * @param documents those in which nothing is wrong by themselves
   * @param names of all documents whose kind and name could be read, the faulty ones too, so that a
   *     fault in one document is not a missing reference in another
   * @param complete false when a document may be missing from {@code names}
   */
  record Parsed(
      List<Document> documents, List<Named> names, List<Problem> problems, boolean complete) {}

  /** That a document of this name exists. */
  record Named(Kind kind, String name, Place place) {}

  static Parsed parse(String file, byte[] bytes) {
    return decode(file, YamlReader.read(file, bytes), true);
  }

  /**
   * Parses a file, or takes what is known of its bytes.
   *
   * @param blobId of the bytes
   * @param bytes asked for only when nothing is known
   */
  static Parsed parse(String file, String blobId, Supplier<byte[]> bytes, ParsedFiles known) {
    List<YamlNode> roots = known.get(blobId);
    if (roots != null) {
      return decode(file, new YamlReader.Outcome(roots, true, List.of()), false);
    }
    YamlReader.Outcome yaml = YamlReader.read(file, bytes.get());
    Parsed parsed = decode(file, yaml, true);
    if (parsed.complete() && parsed.problems().isEmpty()) {
      known.put(blobId, yaml.documents());
    }
    return parsed;
  }

  private static Parsed decode(String file, YamlReader.Outcome yaml, boolean checkingSchemas) {
    List<Document> documents = new ArrayList<>();
    List<Named> names = new ArrayList<>();
    List<Problem> problems = new ArrayList<>(yaml.problems());
    boolean complete = yaml.complete();
    for (YamlNode root : yaml.documents()) {
      Places places = new Places(file, root);
      Kind kind = kind(root, places, problems);
      if (kind == null) {
        complete = false;
        continue;
      }
      List<Problem> faults = new ArrayList<>();
      if (checkingSchemas) {
        faults.addAll(DocumentSchemas.shared().check(kind, root, places));
      }
      String name = faults.stream().anyMatch(DocumentParser::isAboutName) ? null : name(root);
      if (name == null) {
        complete = false;
      } else {
        names.add(new Named(kind, name, places.at("metadata.name")));
      }
      if (faults.isEmpty() && name != null) {
        Document document = decode(kind, name, Fields.of(root, places, faults));
        if (document != null && faults.isEmpty()) {
          documents.add(document);
        }
      }
      problems.addAll(faults);
    }
    return new Parsed(documents, names, limited(file, problems), complete);
  }

  private static @Nullable Document decode(Kind kind, String name, Fields fields) {
    return switch (kind) {
      case HOST -> HostDecoder.decode(name, fields);
      case PACK -> PackDecoder.decode(name, fields);
      case PROVIDER_IMPORT -> ImportDecoder.decode(name, fields);
      case ACCESS_GRANT -> GrantDecoder.decode(name, fields);
      case POLICY -> PolicyDecoder.decode(name, fields);
    };
  }

  private static List<Problem> limited(String file, List<Problem> problems) {
    List<Problem> distinct = problems.stream().distinct().limit(MAX_PROBLEMS + 1L).toList();
    if (distinct.size() <= MAX_PROBLEMS) {
      return distinct;
    }
    List<Problem> shown = new ArrayList<>(distinct.subList(0, MAX_PROBLEMS));
    shown.add(
        Problem.at(
            Place.file(file),
            "",
            "more-problems",
            "this file has more than " + MAX_PROBLEMS + " problems, and the others are not shown",
            "mend these first"));
    return shown;
  }

  private static boolean isAboutName(Problem problem) {
    return problem.path().equals("metadata.name");
  }

  private static @Nullable String name(YamlNode root) {
    return root instanceof YamlNode.Mapping document
            && document.value("metadata") instanceof YamlNode.Mapping metadata
            && metadata.value("name") instanceof YamlNode.Scalar name
            && name.json().isString()
        ? name.json().stringValue()
        : null;
  }

  private static @Nullable Kind kind(YamlNode root, Places places, List<Problem> problems) {
    if (!(root instanceof YamlNode.Mapping document)) {
      problems.add(
          places.problem(
              "",
              "not-a-document",
              "found "
                  + Shown.value(root.json())
                  + ", expected a document with apiVersion and kind",
              "write apiVersion: " + API_VERSION + " and a kind, or " + ELSEWHERE));
      return null;
    }
    String version = word(document, "apiVersion");
    if (!API_VERSION.equals(version)) {
      problems.add(
          places.problem(
              "apiVersion",
              "unknown-api-version",
              version == null ? "missing" : "found " + Shown.text(version),
              "write apiVersion: " + API_VERSION + ", or " + ELSEWHERE));
      return null;
    }
    String word = word(document, "kind");
    Optional<Kind> kind = word == null ? Optional.empty() : Kind.ofWord(word);
    if (kind.isEmpty()) {
      problems.add(
          places.problem(
              "kind",
              "unknown-kind",
              word == null ? "missing" : "found " + Shown.text(word),
              Suggestion.nearest(word == null ? "" : word, Kind.words())
                  .map(near -> "did you mean " + near + "?")
                  .orElse("write one of " + SchemaWords.list(Kind.words(), "and"))));
    }
    return kind.orElse(null);
  }

  private static final String ELSEWHERE =
      "move a file that is not for the relay manager below a folder whose name begins with a dot";

  private static @Nullable String word(YamlNode.Mapping document, String field) {
    YamlNode node = document.value(field);
    if (node == null) {
      return null;
    }
    JsonNode json = node.json();
    return json.isString() ? json.stringValue() : Shown.value(json);
  }
}
