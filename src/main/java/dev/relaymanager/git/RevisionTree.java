package dev.relaymanager.git;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The files of a commit, read from Git's objects.
 *
 * <p>Thread-safe while its mirror is open.
 */
final class RevisionTree implements FileTree {
  /** Ten small trees that hold each other ten times over unfold to more files than fit anywhere. */
  static final int MAX_FILES = 200_000;

  private final Repository repository;
  private final Path folder;
  private final String name;
  private final TreeMap<String, Entry> files = new TreeMap<>();
  private final List<String> strangers = new ArrayList<>();

  private RevisionTree(Repository repository, Path folder, String name) {
    this.repository = repository;
    this.folder = folder;
    this.name = name;
  }

  static RevisionTree of(Repository repository, Path folder, Revision revision) {
    RevisionTree tree = new RevisionTree(repository, folder, revision.toString());
    try (RevWalk commits = new RevWalk(repository)) {
      tree.list(commits.parseCommit(ObjectId.fromString(revision.commitId())));
    } catch (IOException failure) {
      throw Failures.local(failure, folder);
    }
    return tree;
  }

  private void list(RevCommit commit) throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(commit.getTree());
      walk.setRecursive(true);
      int seen = 0;
      while (walk.next()) {
        if (++seen > MAX_FILES) {
          throw new EnvironmentException(
              name + " has more than " + MAX_FILES + " files: that is no desired state");
        }
        byte[] raw = walk.getRawPath();
        Optional<String> path = TreePath.plain(raw);
        boolean regular = (walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
        if (!regular || path.isEmpty() || files.containsKey(path.get())) {
          strangers.add(TreePath.show(raw));
          continue;
        }
        ObjectId id = walk.getObjectId(0);
        files.put(
            path.get(),
            new Entry(path.get(), id.name(), reader.getObjectSize(id, Constants.OBJ_BLOB)));
      }
    }
    strangers.sort(null);
  }

  @Override
  public List<Entry> files() {
    return List.copyOf(files.values());
  }

  @Override
  public List<String> strangers() {
    return List.copyOf(strangers);
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) {
    Entry entry = files.get(path);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.size() > maxBytes) {
      throw TooLarge.file(path, name, entry.size(), maxBytes);
    }
    try {
      ObjectLoader loader =
          repository.open(ObjectId.fromString(entry.blobId()), Constants.OBJ_BLOB);
      return Optional.of(loader.getBytes(maxBytes));
    } catch (IOException failure) {
      throw Failures.local(failure, folder);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
