package dev.relaymanager.host;

/** How one item of a batch ended; a batch answers 200 even when all of them failed. */
public sealed interface ItemOutcome {
  /** Made, with this id. */
  record Made(long id) implements ItemOutcome {}

  /** Not made, in the host's words; an ungrouped orphan may stand on the host all the same. */
  record Failed(String reason) implements ItemOutcome {}
}
