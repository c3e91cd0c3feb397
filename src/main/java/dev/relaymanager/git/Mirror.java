package dev.relaymanager.git;

import dev.relaymanager.git.GitException.Kind;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * A bare clone of the repository in the state folder ({@code mirror.git}). It is a cache: whoever
 * deletes it loses a download and nothing else.
 *
 * <p>Thread-safe, and several processes may use one state folder: one at a time fetches, the others
 * wait. Trees read from the mirror need it open.
 */
public final class Mirror implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int NAMED_BRANCHES = 10;
  private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{40}");

  private final Path folder;
  private final Path lockFile;
  private final Duration patience;
  private final Repository repository;
  private final Remote remote;
  private final RepositoryAddress address;
  private final Tracking tracking;

  private Mirror(
      Path folder,
      Path lockFile,
      Duration patience,
      Repository repository,
      RepositoryAddress address,
      Optional<Credentials> credentials) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.patience = patience;
    this.repository = repository;
    this.address = address;
    this.remote = new Remote(repository, address, credentials);
    this.tracking = new Tracking(repository, remote);
  }

  /**
   * Opens the mirror in a state folder, and makes both when they are missing. Asks nothing of the
   * remote.
   *
   * @throws GitException {@link Kind#ANOTHER_REPOSITORY}, {@link Kind#DAMAGED} or {@link
   *     Kind#LOCKED}
   * @throws EnvironmentException when the folder cannot be written
   */
  public static Mirror open(
      Path state, RepositoryAddress address, Optional<Credentials> credentials) {
    return open(state, address, credentials, PATIENCE);
  }

  static Mirror open(
      Path state, RepositoryAddress address, Optional<Credentials> credentials, Duration patience) {
    Isolation.enforce();
    Path absolute = state.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
    } catch (IOException failure) {
      throw new EnvironmentException("cannot make the state folder " + absolute, failure);
    }
    Path folder = absolute.resolve("mirror.git");
    Path lockFile = absolute.resolve("mirror.lock");
    try {
      Repository repository =
          MirrorLock.holding(lockFile, patience, () -> MirrorFolder.open(folder, address));
      return new Mirror(folder, lockFile, patience, repository, address, credentials);
    } catch (IOException failure) {
      throw new EnvironmentException("cannot lock " + lockFile, failure);
    }
  }

  public RepositoryAddress address() {
    return address;
  }

  /** {@link #fetch(String, FetchProgress)} in silence. */
  public Revision fetch(String ref) {
    return fetch(ref, FetchProgress.NONE);
  }

  /**
   * Brings what the remote has under this name. A branch that was rewritten is brought as well:
   * whether to accept it is the caller's to decide, with {@link #isDescendant}.
   *
   * @param ref a branch, else a tag; a full name ({@code refs/pull/7/head}); {@code HEAD} for the
   *     remote's default branch; or a commit's full id that is on one of its branches
   * @throws GitException of any kind but {@link Kind#UNSUPPORTED_ADDRESS}
   */
  public Revision fetch(String ref, FetchProgress progress) {
    return alone(
        () ->
            COMMIT_ID.matcher(ref).matches()
                ? fetchCommit(ref, progress)
                : fetchRef(ref, progress));
  }

  /**
   * What the last fetch under this name brought, without asking the remote.
   *
   * @param ref written as it was for {@link #fetch}
   * @return empty when it was never fetched
   */
  public Optional<Revision> lastFetched(String ref) {
    try {
      Optional<ObjectId> id =
          COMMIT_ID.matcher(ref).matches()
              ? Optional.of(ObjectId.fromString(ref))
              : tracking.last(ref);
      return id.isEmpty()
          ? Optional.empty()
          : new History(repository, folder).revision(id.get(), shorten(ref));
    } catch (IOException failure) {
      throw Failures.local(failure, folder);
    }
  }

  /**
   * Whether {@code newer} contains everything of an older commit, so that going from the one to the
   * other is a fast-forward. A commit is its own descendant.
   *
   * @return false as well when the mirror does not know the older commit: then it is on no branch
   *     that was fetched
   */
  public boolean isDescendant(Revision newer, String olderCommitId) {
    return new History(repository, folder).isDescendant(newer, olderCommitId);
  }

  /**
   * The paths that differ, sorted by path.
   *
   * @return empty when the mirror does not know the older commit
   */
  public Optional<List<PathChange>> changedSince(String olderCommitId, Revision newer) {
    return new History(repository, folder).changedSince(olderCommitId, newer);
  }

  /**
   * The commits that {@code newer} has and an older commit has not, newest first.
   *
   * @param olderCommitId one that the mirror does not know hides nothing
   * @param limit how many at most
   */
  public List<Revision> log(String olderCommitId, Revision newer, int limit) {
    return new History(repository, folder).log(olderCommitId, newer, limit);
  }

  /**
   * The files of a revision.
   *
   * @throws GitException {@link Kind#DAMAGED}
   * @throws EnvironmentException when it holds more files than is sensible
   */
  public FileTree tree(Revision revision) {
    return RevisionTree.of(repository, folder, revision);
  }

  /** Whether one of the listed keys signed this commit. The commits before it are not looked at. */
  public SignatureCheck signature(Revision revision, AllowedSigners signers) {
    return new History(repository, folder).signature(revision, signers);
  }

  /** The branch that reports go to, such as {@code relay/reports}. */
  public ReportBranch reports(String branch, CommitAuthor author) {
    return new ReportBranch(this, branch, author, RetryPace.REAL);
  }

  /** The commit that a branch of the remote points at, brought here; empty when it has none. */
  Optional<ObjectId> bringBranch(String branch) {
    String name = Constants.R_HEADS + branch;
    return alone(
        () -> {
          Ref found = remote.list(name).get(name);
          return found == null
              ? Optional.empty()
              : Optional.of(tracking.bring(Map.of(name, found), FetchProgress.NONE).get(0));
        });
  }

  Repository repository() {
    return repository;
  }

  Remote remote() {
    return remote;
  }

  Path folder() {
    return folder;
  }

  /** Works on the mirror while nobody else does. */
  private <T> T alone(MirrorLock.Work<T> work) {
    try {
      return MirrorLock.holding(
          lockFile,
          patience,
          () -> {
            MirrorFolder.removeAbandonedLocks(folder);
            return work.run();
          });
    } catch (IOException failure) {
      throw Failures.local(failure, folder);
    }
  }

  private Revision fetchRef(String ref, FetchProgress progress) throws IOException {
    Ref found = onRemote(ref);
    ObjectId id = tracking.bring(Map.of(ref, found), progress).get(0);
    return new History(repository, folder)
        .revision(id, shortName(found))
        .orElseThrow(() -> missing(ref, "is no commit"));
  }

  private Revision fetchCommit(String commitId, FetchProgress progress) throws IOException {
    Map<String, Ref> branches = new LinkedHashMap<>(remote.list(Constants.R_HEADS));
    List<ObjectId> tips = tracking.bring(branches, progress);
    History history = new History(repository, folder);
    ObjectId id = ObjectId.fromString(commitId);
    if (!history.isOnAny(id, tips)) {
      throw missing(commitId, "is on no branch");
    }
    return history.revision(id, commitId).orElseThrow(() -> missing(commitId, "is no commit"));
  }

  private Ref onRemote(String ref) {
    if (!ref.equals(Constants.HEAD) && !Repository.isValidRefName(Constants.R_HEADS + ref)) {
      throw missing(ref, "is no name of a branch, tag or commit");
    }
    List<String> names =
        ref.equals(Constants.HEAD) || ref.startsWith(Constants.R_REFS)
            ? List.of(ref)
            : List.of(Constants.R_HEADS + ref, Constants.R_TAGS + ref);
    Map<String, Ref> offered = remote.list(names.toArray(String[]::new));
    return names.stream()
        .filter(offered::containsKey)
        .map(offered::get)
        .findFirst()
        .orElseThrow(() -> missing(ref, "is not there"));
  }

  private GitException missing(String ref, String why) {
    List<String> branches =
        remote.list(Constants.R_HEADS).keySet().stream()
            .filter(name -> name.startsWith(Constants.R_HEADS))
            .map(Mirror::shorten)
            .sorted()
            .toList();
    List<String> named = new ArrayList<>(branches.stream().limit(NAMED_BRANCHES).toList());
    if (branches.size() > named.size()) {
      named.add((branches.size() - named.size()) + " more");
    }
    return new GitException(
        Kind.REF_MISSING,
        "'" + VisibleText.of(ref) + "' " + why + " in " + address,
        branches.isEmpty()
            ? "the repository has no branch yet: commit and push something first"
            : "it has the branches " + VisibleText.of(String.join(", ", named)));
  }

  private static String shortName(Ref ref) {
    return VisibleText.of(shorten(ref.getLeaf().getName()));
  }

  private static String shorten(String name) {
    if (name.startsWith(Constants.R_HEADS)) {
      return name.substring(Constants.R_HEADS.length());
    }
    return name.startsWith(Constants.R_TAGS) ? name.substring(Constants.R_TAGS.length()) : name;
  }

  /** Closes the files of the mirror; trees read from it can then no longer be read. */
  @Override
  public void close() {
    repository.close();
  }
}
