package dev.relaymanager.desired;

import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which files of a tree hold documents: every {@code *.yaml} and {@code *.yml}, except below a
 * folder that holds a {@code pack.json}, and except files and folders whose name begins with a dot.
 * There is no other exception: a document that is passed over in silence would read as "delete it".
 */
final class DocumentFiles {
  private DocumentFiles() {}

  /** The files, by path. */
  static List<FileTree.Entry> of(FileTree tree) {
    List<FileTree.Entry> files = tree.files();
    Set<String> packs = new HashSet<>();
    for (FileTree.Entry file : files) {
      if (file.path().endsWith("/pack.json")) {
        packs.add(parent(file.path()));
      }
    }
    return files.stream()
        .filter(file -> isYaml(file.path()) && !isHidden(file.path()))
        .filter(file -> !isBelow(file.path(), packs))
        .toList();
  }

  /** Links and submodules that would hold documents if they were followed, which they never are. */
  static List<Problem> strangers(FileTree tree) {
    List<Problem> problems = new ArrayList<>();
    for (String path : tree.strangers()) {
      if (isYaml(path) && !isHidden(path)) {
        problems.add(
            Problem.at(
                Place.file(path),
                "",
                "not-a-file",
                "this is a symbolic link or a submodule, and neither is ever followed",
                "put the file itself there, or remove it"));
      }
    }
    return problems;
  }

  private static boolean isYaml(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml");
  }

  private static boolean isHidden(String path) {
    return path.startsWith(".") || path.contains("/.");
  }

  private static boolean isBelow(String path, Set<String> folders) {
    for (String folder = parent(path); !folder.isEmpty(); folder = parent(folder)) {
      if (folders.contains(folder)) {
        return true;
      }
    }
    return false;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }
}
