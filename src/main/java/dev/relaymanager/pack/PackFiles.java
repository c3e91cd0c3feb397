package dev.relaymanager.pack;

import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a pack by their path in it, within the limits.
 *
 * @param prefix what stands before a path to name the file for people
 */
record PackFiles(String prefix, SortedMap<String, byte[]> contents) {
  static final int MAX_FILES = 2_000;
  static final int MAX_FILE_BYTES = 4 * 1024 * 1024;
  static final int MAX_BYTES = 16 * 1024 * 1024;

  PackFiles {
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }

  Place place(String path) {
    return Place.file(prefix + path);
  }

  /** The files below a folder of a tree; an empty root means all of it. */
  static PackFiles of(FileTree tree, String root) {
    String prefix = root.isEmpty() || root.endsWith("/") ? root : root + "/";
    List<Problem> problems = new ArrayList<>();
    for (String stranger : tree.strangers()) {
      if (stranger.startsWith(prefix)) {
        problems.add(
            Problem.at(
                Place.file(stranger),
                "",
                "not-a-regular-file",
                "this is a symbolic link or a submodule",
                "a pack has regular files only"));
      }
    }
    List<FileTree.Entry> entries =
        tree.files().stream().filter(entry -> entry.path().startsWith(prefix)).toList();
    if (entries.isEmpty() && problems.isEmpty()) {
      throw new InvalidInputException(
          Problem.at(
              Place.file(root.isEmpty() ? tree.name() : root),
              "",
              "pack-missing",
              "there is no folder with files here in " + tree.name(),
              "mend the path of the pack (from the top of the repository)"));
    }
    checkLimits(prefix, entries, problems);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    SortedMap<String, byte[]> contents = new TreeMap<>();
    for (FileTree.Entry entry : entries) {
      byte[] bytes =
          tree.read(entry.path(), MAX_FILE_BYTES)
              .orElseThrow(() -> new IllegalStateException(entry.path() + " left the tree"));
      contents.put(entry.path().substring(prefix.length()), bytes);
    }
    return new PackFiles(prefix, contents);
  }

  private static void checkLimits(
      String prefix, List<FileTree.Entry> entries, List<Problem> problems) {
    Place whole = Place.file(prefix.isEmpty() ? "." : prefix);
    if (entries.size() > MAX_FILES) {
      problems.add(tooMany(whole));
    }
    long total = 0;
    for (FileTree.Entry entry : entries) {
      total += entry.size();
      if (entry.size() > MAX_FILE_BYTES) {
        problems.add(fileTooLarge(Place.file(entry.path())));
      }
      PackPath.fault(entry.path().substring(prefix.length()))
          .ifPresent(fault -> problems.add(badName(Place.file(entry.path()), fault)));
    }
    if (total > MAX_BYTES) {
      problems.add(tooLarge(whole));
    }
  }

  static Problem tooMany(Place place) {
    return Problem.at(
        place,
        "",
        "too-many-files",
        "the pack has more than " + MAX_FILES + " files",
        "split it into several packs");
  }

  static Problem fileTooLarge(Place place) {
    return Problem.at(
        place,
        "",
        "file-too-large",
        "the file is larger than " + MAX_FILE_BYTES + " bytes",
        "a provider description has some kilobytes");
  }

  static Problem tooLarge(Place place) {
    return Problem.at(
        place,
        "",
        "pack-too-large",
        "the pack is larger than " + MAX_BYTES + " bytes",
        "split it into several packs");
  }

  static Problem badName(Place place, PackPath.Fault fault) {
    return Problem.at(
        place,
        "",
        fault.code(),
        fault.message(),
        "name files by plain relative paths inside the pack");
  }
}
