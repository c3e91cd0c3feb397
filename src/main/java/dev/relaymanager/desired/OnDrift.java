package dev.relaymanager.desired;

/** What is done about a change that somebody made on the host. */
public enum OnDrift {
  /** It is reported and left. */
  REPORT,
  /** It is reported and put right. */
  CORRECT
}
