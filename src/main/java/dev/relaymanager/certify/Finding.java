package dev.relaymanager.certify;

/** What became of a claim. */
public sealed interface Finding {
  /** For people; may be empty. */
  String detail();

  /** The host keeps it. */
  record Holds(String detail) implements Finding {}

  /** The host does otherwise: what was expected, and what came. */
  record Differs(String detail) implements Finding {}

  /** It could not be tried, and why. Nothing is claimed of it. */
  record NotTried(String detail) implements Finding {}
}
