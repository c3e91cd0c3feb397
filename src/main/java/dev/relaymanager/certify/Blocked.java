package dev.relaymanager.certify;

/** The rest of an area cannot be tried; the message says why. */
final class Blocked extends Exception {
  private static final long serialVersionUID = 1;

  Blocked(String why) {
    super(why);
  }

  String why() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
