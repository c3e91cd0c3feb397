package dev.relaymanager.desired;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Loads the packs that the documents of a revision name, from the same revision. */
public final class PackShelf {
  private static final int MAX_ZIP_BYTES = 16 * 1024 * 1024;

  private PackShelf() {}

  /**
   * The packs by the names of their documents.
   *
   * @param documents of that tree
   * @throws InvalidInputException with everything that is wrong with any of them
   * @throws EnvironmentException when the tree cannot be read
   */
  public static Map<String, Pack> load(FileTree tree, Documents documents) {
    Map<String, Pack> packs = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    for (PackDocument document : documents.packs()) {
      try {
        packs.put(document.name(), load(tree, document));
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

  private static Pack load(FileTree tree, PackDocument document) {
    String source = document.source();
    for (FileTree.Entry file : tree.files()) {
      if (file.path().equals(source)) {
        return zip(tree, document, file);
      }
    }
    return PackLoader.load(tree, source);
  }

  private static Pack zip(FileTree tree, PackDocument document, FileTree.Entry file) {
    if (file.size() > MAX_ZIP_BYTES) {
      throw new InvalidInputException(
          document
              .places()
              .problem(
                  "spec.source",
                  "pack-too-large",
                  document.source() + " has " + file.size() + " bytes",
                  "a zip of a pack has at most " + MAX_ZIP_BYTES));
    }
    byte[] zip =
        tree.read(file.path(), MAX_ZIP_BYTES)
            .orElseThrow(
                () ->
                    new EnvironmentException(
                        file.path() + " is listed in " + tree.name() + " but cannot be read"));
    return PackLoader.load(zip, file.path());
  }
}
