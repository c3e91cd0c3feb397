package dev.relaymanager.git;

import dev.relaymanager.git.GitException.Kind;
import dev.relaymanager.git.ReportResult.Reason;
import dev.relaymanager.git.ReportResult.Refused;
import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/**
 * The branch that reports are committed to. Only ever fast-forwarded: what somebody pushed is never
 * overwritten, and no commit is made when nothing changed.
 *
 * <p>Thread-safe; several processes may publish to the same branch.
 */
public final class ReportBranch {
  private static final int ATTEMPTS = 5;
  private static final int LONGEST_ANSWER = 500;

  private static final Pattern LOCK_FAILURE =
      Pattern.compile("\\block\\b|failed to update ref", Pattern.CASE_INSENSITIVE);

  private final Mirror mirror;
  private final String branch;
  private final CommitAuthor author;
  private final RetryPace pace;

  ReportBranch(Mirror mirror, String branch, CommitAuthor author, RetryPace pace) {
    if (!Repository.isValidRefName(Constants.R_HEADS + branch)) {
      throw new IllegalArgumentException("no name of a branch: " + branch);
    }
    this.mirror = mirror;
    this.branch = branch;
    this.author = author;
    this.pace = pace;
  }

  /**
   * Makes the report's folder on the branch hold exactly the report's files. The branch is made,
   * without a parent, when it is missing. When others push at the same time, the commit is made
   * anew on top of theirs, five times at most.
   *
   * @throws dev.relaymanager.model.EnvironmentException when the mirror's disk fails
   */
  public ReportResult publish(Report report) {
    try {
      Optional<Problem> obstacle = mirror.remote().obstacleToPush(Constants.R_HEADS + branch);
      return obstacle.isPresent()
          ? new Refused(Reason.REJECTED, obstacle.get())
          : publishWithRetries(report);
    } catch (GitException failure) {
      return refused(failure);
    } catch (IOException failure) {
      throw Failures.local(failure, mirror.folder());
    }
  }

  private ReportResult publishWithRetries(Report report) throws IOException {
    ReportCommit commits = new ReportCommit(mirror.repository(), report, author);
    Set<ObjectId> ours = new HashSet<>();
    ReportResult last = contended("");
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1) {
        pace.pause(attempt - 1);
      }
      Optional<ObjectId> tip = mirror.bringBranch(branch);
      if (tip.isPresent() && ours.contains(tip.get())) {
        // An earlier push arrived after all: only its answer was lost.
        return new ReportResult.Pushed(tip.get().name());
      }
      Optional<ObjectId> commit = commits.on(tip);
      if (commit.isEmpty()) {
        return new ReportResult.Unchanged(tip.map(ObjectId::name));
      }
      ours.add(commit.get());
      pace.beforePush();
      last = push(commit.get(), tip);
      if (!mayPass(last)) {
        return last;
      }
    }
    Optional<ObjectId> tip = mirror.bringBranch(branch);
    return tip.isPresent() && ours.contains(tip.get())
        ? new ReportResult.Pushed(tip.get().name())
        : last;
  }

  /** Whether to try again. A connection that broke does not say what the remote did: look there. */
  private static boolean mayPass(ReportResult result) {
    return switch (result) {
      case Refused refused ->
          refused.reason() == Reason.CONTENDED || refused.reason() == Reason.FAILED;
      case ReportResult.Pushed pushed -> false;
      case ReportResult.Unchanged unchanged -> false;
    };
  }

  private ReportResult push(ObjectId commit, Optional<ObjectId> tip) throws IOException {
    String name = Constants.R_HEADS + branch;
    ObjectId expected = tip.orElse(ObjectId.zeroId());
    RemoteRefUpdate asked =
        new RemoteRefUpdate(
            mirror.repository(), commit.name(), commit, name, false, null, expected);
    PushResult result;
    try {
      result = mirror.remote().push(asked);
    } catch (GitException failure) {
      return refused(failure);
    }
    RemoteRefUpdate update =
        Objects.requireNonNull(result.getRemoteUpdate(name), "JGit lost the update of " + name);
    String answer = answer(update, result.getMessages());
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE -> new ReportResult.Pushed(commit.name());
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> contended(answer);
      // How a lost race looks when the other push came between the remote's two answers.
      case REJECTED_OTHER_REASON ->
          isLockFailure(update) || !mirror.bringBranch(branch).equals(tip)
              ? contended(answer)
              : rejected(answer);
      case NOT_ATTEMPTED, AWAITING_REPORT, NON_EXISTING, REJECTED_NODELETE ->
          new Refused(
              Reason.FAILED,
              Problem.of(
                  "report-push-failed",
                  "the remote did not say whether it took the report: "
                      + update.getStatus()
                      + answer,
                  "look at the server's log"));
    };
  }

  /** The other push has not ended yet: in the words of JGit's and of Git's receiving side. */
  private static boolean isLockFailure(RemoteRefUpdate update) {
    String message = update.getMessage() == null ? "" : update.getMessage();
    return LOCK_FAILURE.matcher(message).find();
  }

  private Refused rejected(String answer) {
    return new Refused(
        Reason.REJECTED,
        Problem.of(
            "report-rejected",
            "the remote " + mirror.address() + " rejected the push to " + branch + answer,
            "let this user push to " + branch + ": a hook or a branch rule forbids it"));
  }

  private static String answer(RemoteRefUpdate update, String messages) {
    String reason = update.getMessage() == null ? "" : update.getMessage();
    String text = VisibleText.of(reason + " " + messages);
    String shortened =
        text.length() > LONGEST_ANSWER ? text.substring(0, LONGEST_ANSWER) + "…" : text;
    return shortened.isEmpty() ? "" : ": " + shortened;
  }

  private Refused contended(String answer) {
    return new Refused(
        Reason.CONTENDED,
        Problem.of(
            "report-contended",
            "others pushed to "
                + branch
                + " first, or held its lock, "
                + ATTEMPTS
                + " times in a row"
                + answer,
            "nothing is lost: the next report holds everything"));
  }

  private static Refused refused(GitException failure) {
    boolean permission =
        failure.kind() == Kind.NOT_PERMITTED || failure.kind() == Kind.CREDENTIALS_REFUSED;
    return new Refused(permission ? Reason.NO_PERMISSION : Reason.FAILED, failure.problem());
  }
}
