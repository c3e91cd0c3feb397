package dev.relaymanager.desired;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the documents of a tree: parse, schema, references. Which files are read is said by {@link
 * DocumentFiles}.
 */
public final class DocumentLoader {
  static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::place, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Problem::path)
          .thenComparing(Problem::message);

  private DocumentLoader() {}

  /**
   * Reads and checks everything.
   *
   * @throws InvalidInputException with all problems of the revision, by place
   * @throws EnvironmentException when the tree cannot be read
   */
  public static Documents load(FileTree tree) {
    return load(tree, ParsedFiles.none());
  }

  /** {@link #load(FileTree)} that parses only what is not known yet. */
  public static Documents load(FileTree tree, ParsedFiles known) {
    return load(tree, true, known);
  }

  /**
   * The documents of a tree in which sealed files may still be missing, because they are about to
   * be sealed. Everything else is checked.
   *
   * @throws InvalidInputException as {@link #load}
   */
  public static Documents draft(FileTree tree) {
    return load(tree, false, ParsedFiles.none());
  }

  private static Documents load(FileTree tree, boolean sealedFilesAreThere, ParsedFiles known) {
    List<Problem> problems = new ArrayList<>(DocumentFiles.strangers(tree));
    List<Document> documents = new ArrayList<>();
    List<DocumentParser.Named> names = new ArrayList<>();
    boolean complete = problems.isEmpty();
    for (FileTree.Entry file : DocumentFiles.of(tree)) {
      if (file.size() > YamlReader.MAX_BYTES) {
        problems.add(YamlReader.tooLarge(file.path(), file.size()));
        complete = false;
        continue;
      }
      DocumentParser.Parsed parsed =
          DocumentParser.parse(file.path(), file.blobId(), () -> bytes(tree, file), known);
      documents.addAll(parsed.documents());
      names.addAll(parsed.names());
      problems.addAll(parsed.problems());
      complete &= parsed.complete();
    }
    giveWay(tree, documents, names);
    References references = new References(tree, names, documents, complete, sealedFilesAreThere);
    problems.addAll(references.check());
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems.stream().distinct().sorted(BY_PLACE).toList());
    }
    return references.documents();
  }

  /** Drops documents that give way to another of the same kind and name. */
  private static void giveWay(
      FileTree tree, List<Document> documents, List<DocumentParser.Named> names) {
    Set<String> standing = new HashSet<>();
    for (DocumentParser.Named named : names) {
      if (!tree.givesWay(named.place().file())) {
        standing.add(named.kind() + " " + named.name());
      }
    }
    names.removeIf(
        named ->
            tree.givesWay(named.place().file())
                && standing.contains(named.kind() + " " + named.name()));
    documents.removeIf(
        document ->
            tree.givesWay(document.places().file())
                && standing.contains(document.kind() + " " + document.name()));
  }

  private static byte[] bytes(FileTree tree, FileTree.Entry file) {
    return tree.read(file.path(), YamlReader.MAX_BYTES)
        .orElseThrow(
            () ->
                new EnvironmentException(
                    file.path() + " is listed in " + tree.name() + " but cannot be read"));
  }
}
