package dev.relaymanager.git;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Reads commits and how they hang together. */
final class History {
  private final Repository repository;
  private final Path folder;

  History(Repository repository, Path folder) {
    this.repository = repository;
    this.folder = folder;
  }

  /** The commit that an id or an annotated tag means; empty when that is none. */
  Optional<Revision> revision(ObjectId id, String refName) {
    try (RevWalk walk = new RevWalk(repository)) {
      return Optional.of(describe(walk.parseCommit(id), refName));
    } catch (IncorrectObjectTypeException noCommit) {
      return Optional.empty();
    } catch (IOException failure) {
      throw Failures.local(failure, folder);
    }
  }

  boolean isDescendant(Revision newer, String olderCommitId) {
    try (RevWalk walk = new RevWalk(repository)) {
      Optional<RevCommit> older = known(walk, olderCommitId);
      return older.isPresent()
          && walk.isMergedInto(
              older.get(), walk.parseCommit(ObjectId.fromString(newer.commitId())));
    } catch (IOException failure) {
      throw Failures.local(failure, folder);
    }
  }

  boolean isOnAny(ObjectId id, List<ObjectId> tips) {
    try (RevWalk walk = new RevWalk(repository)) {
      Optional<RevCommit> commit = known(walk, id.name());
      if (commit.isEmpty()) {
        return false;
      }
      for (ObjectId tip : tips) {
        if (walk.isMergedInto(commit.get(), walk.parseCommit(tip))) {
          return true;
        }
      }
      return false;
    } catch (IOException failure) {
      throw Failures.local(failure, folder);
    }
  }

  Optional<List<PathChange>> changedSince(String olderCommitId, Revision newer) {
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk walk = new TreeWalk(repository)) {
      Optional<RevCommit> older = known(commits, olderCommitId);
      if (older.isEmpty()) {
        return Optional.empty();
      }
      walk.addTree(older.get().getTree());
      walk.addTree(commits.parseCommit(ObjectId.fromString(newer.commitId())).getTree());
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      List<PathChange> changes = new ArrayList<>();
      while (walk.next()) {
        PathChange.Kind kind =
            walk.getRawMode(0) == 0
                ? PathChange.Kind.ADDED
                : walk.getRawMode(1) == 0 ? PathChange.Kind.DELETED : PathChange.Kind.MODIFIED;
        changes.add(new PathChange(kind, TreePath.show(walk.getRawPath())));
      }
      changes.sort(java.util.Comparator.comparing(PathChange::path));
      return Optional.of(List.copyOf(changes));
    } catch (IOException failure) {
      throw Failures.local(failure, folder);
    }
  }

  List<Revision> log(String olderCommitId, Revision newer, int limit) {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(ObjectId.fromString(newer.commitId())));
      Optional<RevCommit> older = known(walk, olderCommitId);
      if (older.isPresent()) {
        walk.markUninteresting(older.get());
      }
      List<Revision> commits = new ArrayList<>();
      RevCommit next = limit > 0 ? walk.next() : null;
      while (next != null) {
        commits.add(describe(next, newer.refName()));
        next = commits.size() < limit ? walk.next() : null;
      }
      return List.copyOf(commits);
    } catch (IOException failure) {
      throw Failures.local(failure, folder);
    }
  }

  SignatureCheck signature(Revision revision, AllowedSigners signers) {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(ObjectId.fromString(revision.commitId()));
      return signers.check(SignedCommit.of(commit.getRawBuffer()));
    } catch (IOException failure) {
      throw Failures.local(failure, folder);
    }
  }

  private static Optional<RevCommit> known(RevWalk walk, String commitId) throws IOException {
    if (!ObjectId.isId(commitId)) {
      return Optional.empty();
    }
    try {
      return Optional.of(walk.parseCommit(ObjectId.fromString(commitId)));
    } catch (MissingObjectException | IncorrectObjectTypeException unknown) {
      return Optional.empty();
    }
  }

  private static Revision describe(RevCommit commit, String refName) {
    PersonIdent author = commit.getAuthorIdent();
    return new Revision(
        commit.name(),
        VisibleText.of(author == null ? "" : author.getName()),
        VisibleText.of(author == null ? "" : author.getEmailAddress()),
        Instant.ofEpochSecond(commit.getCommitTime()),
        VisibleText.of(commit.getShortMessage()),
        commit.getFooterLines().stream()
            .map(
                footer ->
                    new Revision.Trailer(
                        VisibleText.of(footer.getKey()), VisibleText.of(footer.getValue())))
            .toList(),
        refName);
  }
}
