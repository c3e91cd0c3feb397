package dev.relaymanager.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;

/**
 * A bare repository on disk, which gets commits without a working copy, which is what takes time.
 */
public final class Committer implements AutoCloseable {
  private static final String BRANCH = "refs/heads/main";
  private static final PersonIdent AUTHOR =
      new PersonIdent(
          "Olga Operator",
          "olga@example.com",
          Instant.parse("2026-03-01T10:00:00Z"),
          ZoneOffset.UTC);

  private final Path folder;
  private final Repository repository;

  private Committer(Path folder, Repository repository) {
    this.folder = folder;
    this.repository = repository;
  }

  /** Makes an empty one. */
  public static Committer make(Path folder) {
    BareRepository.create(folder);
    try {
      Repository repository =
          new RepositoryBuilder().setGitDir(folder.toFile()).setMustExist(true).build();
      // Cleaning up goes on in the background, after whoever pushed has gone.
      repository.getConfig().setBoolean("receive", null, "autogc", false);
      repository.getConfig().save();
      return new Committer(folder, repository);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public Path folder() {
    return folder;
  }

  /** Commits a tree of just these files to the branch {@code main}; gives the commit's id. */
  public String commit(SortedMap<String, byte[]> files, String message) {
    try (ObjectInserter objects = repository.newObjectInserter()) {
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        DirCacheEntry entry = new DirCacheEntry(file.getKey());
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(objects.insert(Constants.OBJ_BLOB, file.getValue()));
        builder.add(entry);
      }
      builder.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(objects));
      ObjectId tip = repository.resolve(BRANCH);
      if (tip != null) {
        commit.setParentId(tip);
      }
      commit.setAuthor(AUTHOR);
      commit.setCommitter(AUTHOR);
      commit.setMessage(message);
      ObjectId id = objects.insert(commit);
      objects.flush();
      RefUpdate update = repository.updateRef(BRANCH);
      update.setNewObjectId(id);
      RefUpdate.Result result = update.update();
      if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
        throw new IllegalStateException("the branch does not move: " + result);
      }
      return id.name();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
