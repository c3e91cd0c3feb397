package dev.relaymanager.model;

/**
 * A failure that the program explains to whoever runs it; each kind has an exit code of its own.
 * Anything else that is thrown is a defect. Messages never hold a secret.
 */
public abstract class RelayException extends RuntimeException {
  private final int exitCode;
  private final String explanation;

  protected RelayException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
    this.explanation = message;
  }

  protected RelayException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.explanation = message;
  }

  /** What happened and what to do: the exception's message. */
  public final String explanation() {
    return explanation;
  }

  /** What the command line exits with: 1 error, 3 refused by a guard, 4 lock held. */
  public final int exitCode() {
    return exitCode;
  }
}
