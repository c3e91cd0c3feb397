package dev.relaymanager.cli;

import dev.relaymanager.desired.PackDocument;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.Pack;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of a file with a {@code Pack} document in it; what else is in the file keeps its form.
 */
final class PackDocumentFile {
  /** What YAML reads as it stands, also inside braces. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:+?=@~%-]*");

  private final PackDocument document;
  private final List<String> lines;

  PackDocumentFile(PackDocument document, String text) {
    this.document = document;
    this.lines = new ArrayList<>(List.of(text.split("\n", -1)));
  }

  /** A document of its own. */
  static String fresh(String name, String source, Pack pack) {
    return """
    apiVersion: relay-manager/v1
    kind: Pack
    metadata: {name: %s}
    spec:
      source: %s
      version: %s
      digest: %s
    """
        .formatted(name, plain(source), pack.version(), pack.digest());
  }

  /**
   * The text when the document names another pack.
   *
   * @throws InvalidInputException when a value is not written on one line as it is read
   */
  String with(String source, Pack pack) {
    List<Edit> edits = new ArrayList<>();
    edits.add(new Edit("spec.source", document.source().toString(), plain(source)));
    if (document.digest() == null) {
      edits.add(
          new Edit("spec.version", document.version(), pack.version() + further(pack.digest())));
    } else {
      edits.add(new Edit("spec.version", document.version(), pack.version()));
      edits.add(new Edit("spec.digest", document.digest(), pack.digest()));
    }
    // From the end to the beginning, so that the places before stay right.
    edits.sort((one, other) -> at(other).compareTo(at(one)));
    edits.forEach(this::replace);
    return String.join("\n", lines);
  }

  /** What follows the version where no digest was, in the form that the mapping has. */
  private String further(String digest) {
    Place spec = document.places().at("spec");
    if (lines.get(spec.line() - 1).startsWith("{", spec.column() - 1)) {
      return ", digest: " + digest;
    }
    String line = lines.get(document.places().at("spec.version").line() - 1);
    return "\n"
        + line.substring(0, line.length() - line.stripLeading().length())
        + "digest: "
        + digest;
  }

  private static String plain(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
  }

  private record Edit(String path, String before, String after) {}

  private Place at(Edit edit) {
    return document.places().at(edit.path());
  }

  private void replace(Edit edit) {
    Place place = at(edit);
    String line = lines.get(place.line() - 1);
    int from = place.column() - 1;
    int to = end(line, from, edit.before());
    if (to < 0) {
      throw new InvalidInputException(
          Problem.at(
              place,
              edit.path(),
              "not-on-one-line",
              "this value is not written plainly on one line, so it is not changed for you",
              "write " + edit.after() + " there by hand"));
    }
    lines.set(place.line() - 1, line.substring(0, from) + edit.after() + line.substring(to));
  }

  /** Where the written form of a value ends; -1 when it is none of the plain ones. */
  private static int end(String line, int from, String value) {
    for (String written : List.of(value, value + "/", "'" + value + "'", '"' + value + '"')) {
      if (line.startsWith(written, from)) {
        return from + written.length();
      }
    }
    return -1;
  }
}
