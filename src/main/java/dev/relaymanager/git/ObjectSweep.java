package dev.relaymanager.git;

import dev.relaymanager.model.EnvironmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Goes through everything that a repository's refs ever held, to look for what must not be there.
 */
public final class ObjectSweep {
  private ObjectSweep() {}

  /**
   * Hands over the message of every commit and the content of every distinct blob, with a name for
   * it.
   */
  public static void of(Path repository, BiConsumer<String, byte[]> look) {
    Isolation.enforce();
    try (Repository opened =
            new RepositoryBuilder().setGitDir(repository.toFile()).setMustExist(true).build();
        RevWalk commits = new RevWalk(opened);
        ObjectReader reader = opened.newObjectReader()) {
      for (Ref ref : opened.getRefDatabase().getRefs()) {
        ObjectId id = ref.getObjectId();
        if (id != null) {
          commits.markStart(commits.parseCommit(id));
        }
      }
      Set<ObjectId> seen = new HashSet<>();
      for (RevCommit commit : commits) {
        look.accept(
            "message of " + commit.name(),
            commit.getFullMessage().getBytes(StandardCharsets.UTF_8));
        try (TreeWalk tree = new TreeWalk(reader)) {
          tree.addTree(commit.getTree());
          tree.setRecursive(true);
          while (tree.next()) {
            ObjectId blob = tree.getObjectId(0);
            if (seen.add(blob)) {
              look.accept(
                  commit.name() + ":" + tree.getPathString(), reader.open(blob).getCachedBytes());
            }
          }
        }
      }
    } catch (IOException failed) {
      throw new EnvironmentException("cannot read " + repository + ": " + failed, failed);
    }
  }
}
