package dev.relaymanager.git;

import dev.relaymanager.model.Problem;
import dev.relaymanager.model.RelayException;
import java.util.Locale;

/** The repository or its mirror cannot be used; says what was found and the way out. */
public final class GitException extends RelayException {
  /** What went wrong, for callers that act on it. */
  public enum Kind {
    /** Of a form or protocol that is not offered (SSH, a password inside the address). */
    UNSUPPORTED_ADDRESS,
    /** No connection, no such folder, a certificate that is not trusted, a server error. */
    UNREACHABLE,
    /** The server wants credentials, or other ones. */
    CREDENTIALS_REFUSED,
    /** Known to the server, but not allowed to do this. */
    NOT_PERMITTED,
    /** Something answers at the address, but it is no Git repository. */
    NOT_A_REPOSITORY,
    /** No branch, tag or commit of that name. */
    REF_MISSING,
    /** A clone without its history, which cannot be cloned again. */
    SHALLOW,
    /** The mirror in the state folder was made from another address. */
    ANOTHER_REPOSITORY,
    /** The mirror in the state folder cannot be read. It is a cache: nothing is lost with it. */
    DAMAGED,
    /** Another process holds the mirror. */
    LOCKED;

    /** The problem's code: {@code git-ref-missing}. */
    String code() {
      return "git-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Kind kind;
  private final transient Problem problem;

  GitException(Kind kind, String message, String fix) {
    this(kind, Problem.of(kind.code(), message, fix), null);
  }

  GitException(Kind kind, String message, String fix, Throwable cause) {
    this(kind, Problem.of(kind.code(), message, fix), cause);
  }

  private GitException(
      Kind kind, Problem problem, @org.jspecify.annotations.Nullable Throwable cause) {
    super(1, problem.toString());
    if (cause != null) {
      initCause(cause);
    }
    this.kind = kind;
    this.problem = problem;
  }

  public Kind kind() {
    return kind;
  }

  public Problem problem() {
    return problem;
  }
}
