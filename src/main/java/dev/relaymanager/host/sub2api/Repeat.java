package dev.relaymanager.host.sub2api;

/** What sending a request twice would do, and so when it may be sent again. */
enum Repeat {
  /** It changes nothing. */
  READ,
  /** The host keeps its {@code Idempotency-Key} (contract.md 2.5): the same again is one. */
  KEYED,
  /** It sets or removes something absolutely: the second time changes nothing more. */
  ABSOLUTE,
  /** Each time makes one more, or costs: again only when certainly nothing was done. */
  ONCE
}
