package dev.relaymanager.desired;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.RelayException;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackLoader;
import dev.relaymanager.pack.PackSource;
import dev.relaymanager.pack.RemotePacks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Loads the packs that the documents of a revision name, from the same revision or from elsewhere,
 * and holds them to what the documents say of them.
 */
public final class PackShelf {
  private final FileTree tree;
  private final RemotePacks remote;
  private final List<Problem> problems = new ArrayList<>();

  private PackShelf(FileTree tree, RemotePacks remote) {
    this.tree = tree;
    this.remote = remote;
  }

  /**
   * The packs by the names of their documents.
   *
   * @param documents of that tree
   * @param remote brings those that are not in the tree
   * @throws InvalidInputException with everything that is wrong with any of them
   * @throws RelayException when the tree cannot be read, or a pack not be brought
   */
  public static Map<String, Pack> load(FileTree tree, Documents documents, RemotePacks remote) {
    return new PackShelf(tree, remote).load(documents.packs());
  }

  /** The same of one document. */
  public static Pack load(FileTree tree, PackDocument document, RemotePacks remote) {
    Pack pack = new PackShelf(tree, remote).load(List.of(document)).get(document.name());
    return Objects.requireNonNull(pack);
  }

  private Map<String, Pack> load(List<PackDocument> documents) {
    Map<String, Pack> packs = new TreeMap<>();
    for (PackDocument document : documents) {
      try {
        Pack pack = load(document);
        check(document, pack);
        packs.forEach((name, other) -> checkClash(document, pack, name, other));
        packs.put(document.name(), pack);
      } catch (InvalidInputException faulty) {
        problems.addAll(faulty.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          problems.stream().distinct().sorted(DocumentLoader.BY_PLACE).toList());
    }
    return packs;
  }

  private Pack load(PackDocument document) {
    return switch (document.source()) {
      case PackSource.Remote elsewhere -> remote.fetch(elsewhere, document.digest());
      case PackSource.AtPath inTree -> inTree(document, inTree.path());
    };
  }

  private Pack inTree(PackDocument document, String path) {
    for (FileTree.Entry file : tree.files()) {
      if (file.path().equals(path)) {
        return zip(document, file);
      }
    }
    return PackLoader.load(tree, path);
  }

  private Pack zip(PackDocument document, FileTree.Entry file) {
    if (file.size() > PackLoader.MAX_ZIP_BYTES) {
      throw new InvalidInputException(
          document
              .places()
              .problem(
                  "spec.source",
                  "pack-too-large",
                  document.source() + " has " + file.size() + " bytes",
                  "a zip of a pack has at most " + PackLoader.MAX_ZIP_BYTES));
    }
    byte[] zip =
        tree.read(file.path(), PackLoader.MAX_ZIP_BYTES)
            .orElseThrow(
                () ->
                    new EnvironmentException(
                        file.path() + " is listed in " + tree.name() + " but cannot be read"));
    return PackLoader.load(zip, file.path());
  }

  private void checkClash(PackDocument document, Pack pack, String name, Pack other) {
    if (pack.clashesWith(other)) {
      problems.add(
          document
              .places()
              .problem(
                  "spec.version",
                  "pack-clash",
                  "%s %s is also the pack of the document %s, with other contents"
                      .formatted(pack.id(), pack.version(), name),
                  "give the changed pack a version of its own"));
    }
  }

  private void check(PackDocument document, Pack pack) {
    if (!pack.version().equals(document.version())) {
      problems.add(
          document
              .places()
              .problem(
                  "spec.version",
                  "pack-version-differs",
                  "the pack in " + document.source() + " has version " + pack.version(),
                  "write that version, or put the other pack there"));
    }
    if (document.digest() != null && !document.digest().equals(pack.digest())) {
      problems.add(
          document
              .places()
              .problem(
                  "spec.digest",
                  "pack-digest-differs",
                  "the pack in " + document.source() + " has the digest " + pack.digest(),
                  "look at what changed in the pack, then write its digest"));
    }
  }
}
