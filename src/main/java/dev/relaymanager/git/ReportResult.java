package dev.relaymanager.git;

import dev.relaymanager.model.Problem;
import java.util.Optional;

/** How publishing a report ended. */
public sealed interface ReportResult {
  /** The remote has it now, in this commit. */
  record Pushed(String commitId) implements ReportResult {}

  /**
   * The branch holds exactly this already; no commit was made.
   *
   * @param commitId its newest commit; empty when there is no branch and nothing to put there
   */
  record Unchanged(Optional<String> commitId) implements ReportResult {}

  /** The remote does not have it. Nothing was changed there. */
  record Refused(Reason reason, Problem problem) implements ReportResult {}

  /** Why a report could not be published. */
  enum Reason {
    /** The user may not write, or the credentials were refused. */
    NO_PERMISSION,
    /** A rule or hook of the remote says no. */
    REJECTED,
    /** Others kept pushing first. */
    CONTENDED,
    /** The remote or the mirror failed. */
    FAILED
  }
}
