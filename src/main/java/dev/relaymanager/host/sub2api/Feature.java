package dev.relaymanager.host.sub2api;

/**
 * One change of the host's behaviour that we have to know of (contract.md, "What changed when").
 */
enum Feature {
  /** Account reads hide the key, and a PUT keeps a key that the body leaves out. */
  HIDES_SECRETS("0.1.127"),
  /** {@code extra.openai_responses_mode} pins chat completions from the start (5.3). */
  RESPONSES_MODE("0.1.127"),
  /** Accounts with chat completions only can be tested (5.5). */
  TESTS_CHAT("0.1.130"),
  /** 423 until a person has accepted the terms (1.6). */
  TERMS_GATE("0.1.136"),
  /** The gateway tells "no account knows this model" from "no account" (6.2). */
  TELLS_UNKNOWN_MODEL("0.1.139");

  private final String since;

  Feature(String since) {
    this.since = since;
  }

  /** The first version that has it. */
  String since() {
    return since;
  }
}
