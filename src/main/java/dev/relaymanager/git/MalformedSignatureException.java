package dev.relaymanager.git;

/** A signature that cannot be read or is of a kind that is not checked. Stays in this package. */
final class MalformedSignatureException extends Exception {
  MalformedSignatureException(String message) {
    super(message);
  }
}
