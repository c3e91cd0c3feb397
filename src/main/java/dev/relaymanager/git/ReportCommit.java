package dev.relaymanager.git;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Makes the commit of a report among the mirror's objects; no branch of it moves. */
final class ReportCommit {
  private final Repository mirror;
  private final Report report;
  private final PersonIdent author;

  ReportCommit(Repository mirror, Report report, CommitAuthor author) {
    this.mirror = mirror;
    this.report = report;
    this.author = new PersonIdent(author.name(), author.mail(), report.at(), ZoneOffset.UTC);
  }

  /**
   * The report on top of a commit.
   *
   * @param parent empty for the first commit of a branch
   * @return empty when it would change nothing
   */
  Optional<ObjectId> on(Optional<ObjectId> parent) throws IOException {
    if (parent.isEmpty() && report.files().isEmpty()) {
      return Optional.empty();
    }
    try (ObjectInserter inserter = mirror.newObjectInserter()) {
      Optional<ObjectId> before = parent.isEmpty() ? parent : Optional.of(treeOf(parent.get()));
      ObjectId tree = write(before, inserter);
      if (before.equals(Optional.of(tree))) {
        return Optional.empty();
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree);
      parent.ifPresent(commit::setParentId);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage(report.message().strip() + "\n");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return Optional.of(id);
    }
  }

  private ObjectId treeOf(ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(mirror)) {
      return walk.parseCommit(commit).getTree().getId();
    }
  }

  private ObjectId write(Optional<ObjectId> before, ObjectInserter inserter) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    if (before.isPresent()) {
      keepOthers(before.get(), builder);
    }
    for (Map.Entry<String, byte[]> file : report.files().entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
      builder.add(entry);
    }
    builder.finish();
    return index.writeTree(inserter);
  }

  private void keepOthers(ObjectId tree, DirCacheBuilder builder) throws IOException {
    // A file where one of our folders has to stand has to go.
    Set<String> folders = new TreeSet<>();
    for (String path : report.files().keySet()) {
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        folders.add(path.substring(0, slash));
      }
    }
    try (TreeWalk walk = new TreeWalk(mirror)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        String path = walk.getPathString();
        if (!Report.isBelow(report.folder(), path) && !folders.contains(path)) {
          DirCacheEntry entry = new DirCacheEntry(walk.getRawPath());
          entry.setFileMode(walk.getFileMode(0));
          entry.setObjectId(walk.getObjectId(0));
          builder.add(entry);
        }
      }
    }
  }
}
