package dev.relaymanager.demo;

/** A step of the demo did not hold; says what was seen. */
final class DemoFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DemoFailedException(String message) {
    super(message);
  }
}
