package dev.relaymanager.model;

/**
 * Something around the program failed: the repository cannot be reached, a disk is full, a file
 * cannot be read. The message says what and what to do.
 */
public final class EnvironmentException extends RelayException {
  public EnvironmentException(String message) {
    super(1, message);
  }

  public EnvironmentException(String message, Throwable cause) {
    super(1, message, cause);
  }
}
