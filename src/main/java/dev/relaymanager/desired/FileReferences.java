package dev.relaymanager.desired;

import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.PackSource;
import dev.relaymanager.seal.SecretSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks that the files which documents name are in the same tree. */
final class FileReferences {
  private static final String COMMIT =
      "commit it there, or mend the path, which counts from the top of the repository";

  /** A folder of keys that is gone would have every one of them compared with every file. */
  private static final int MAX_SEARCHES = 20;

  private final FileTree tree;
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();
  private final Set<String> strangers;
  private final List<Problem> problems;
  private final boolean sealedFilesAreThere;
  private int searches;

  /** Checks a tree; sealed files only if they have to be there. */
  FileReferences(FileTree tree, List<Problem> problems, boolean sealedFilesAreThere) {
    this.tree = tree;
    this.problems = problems;
    this.sealedFilesAreThere = sealedFilesAreThere;
    this.strangers = Set.copyOf(tree.strangers());
    for (FileTree.Entry file : tree.files()) {
      files.add(file.path());
      for (int end = file.path().lastIndexOf('/'); end > 0; ) {
        String folder = file.path().substring(0, end);
        if (!folders.add(folder)) {
          break;
        }
        end = folder.lastIndexOf('/');
      }
    }
  }

  void check(Document document) {
    switch (document) {
      case HostDocument host -> {
        String field = host.auth() instanceof HostAuth.AdminKey ? "adminKey" : "bearer";
        checkSource(host, host.auth().source(), "spec.auth." + field);
        if (host.caFile() != null) {
          checkFile(host, host.caFile(), "spec.tls.ca");
        }
      }
      case PackDocument pack -> {
        if (pack.source() instanceof PackSource.AtPath inTree) {
          checkPack(pack, inTree.path());
        }
      }
      case ImportDocument wish ->
          wish.keys().forEach(key -> checkSource(wish, key.source(), key.path()));
      case GrantDocument grant -> {
        if (grant.probe() != null) {
          checkSource(grant, grant.probe().source(), "spec.probe.key");
        }
      }
      case PolicyDocument ignored -> {}
    }
  }

  private void checkSource(Document document, SecretSource source, String path) {
    switch (source) {
      case SecretSource.SealedFile sealed -> {
        if (sealedFilesAreThere) {
          checkFile(document, sealed.path(), path + ".sealed");
        }
      }
      case SecretSource.SealedInline ignored -> {}
      case SecretSource.Env ignored -> {}
      case SecretSource.MountedFile ignored -> {}
    }
  }

  private void checkFile(Document document, String file, String path) {
    if (files.contains(file)) {
      return;
    }
    String found =
        strangers.contains(file)
            ? Shown.name(file) + " is a symbolic link or a submodule, and neither is followed"
            : "there is no file " + Shown.name(file) + " in " + tree.name();
    problems.add(document.places().problem(path, "missing-file", found, fix(file)));
  }

  private String fix(String file) {
    if (strangers.contains(file)) {
      return "commit the file itself";
    }
    if (file.startsWith("/") || file.contains("..") || file.startsWith("./")) {
      return "write the path from the top of the repository, such as keys/name.age";
    }
    if (searches >= MAX_SEARCHES) {
      return COMMIT;
    }
    String name = file.substring(file.lastIndexOf('/') + 1);
    Optional<String> elsewhere =
        files.stream().filter(path -> path.endsWith("/" + name)).sorted().findFirst();
    searches++;
    return elsewhere
        .or(() -> Suggestion.nearest(file, files))
        .map(near -> "did you mean " + near + "? Paths count from the top of the repository")
        .orElse(COMMIT);
  }

  private void checkPack(PackDocument pack, String source) {
    if (!files.contains(source) && !folders.contains(source)) {
      problems.add(
          pack.places()
              .problem(
                  "spec.source",
                  "missing-pack",
                  "there is neither a folder nor a zip "
                      + Shown.name(source)
                      + " in "
                      + tree.name(),
                  "commit the pack there, or mend the path, which counts from the top of the"
                      + " repository"));
    }
  }
}
