package dev.relaymanager.apply;

/** Whether an upstream key works. */
public sealed interface KeyVerdict {
  /** In one line, for people. */
  String evidence();

  /** The vendor answered. */
  record Fine(String evidence) implements KeyVerdict {}

  /** The vendor knows the key but would not answer now: its limit is reached. */
  record Busy(String evidence) implements KeyVerdict {}

  /** The vendor refuses the key. */
  record Dead(String evidence) implements KeyVerdict {}

  /** The vendor says that there is no balance left. */
  record Empty(String evidence) implements KeyVerdict {}

  /** Nothing that was tried could tell. */
  record Unproven(String evidence) implements KeyVerdict {}

  /** Whether an import may keep this key. */
  default boolean usable() {
    return switch (this) {
      case Fine ignored -> true;
      case Busy ignored -> true;
      case Unproven ignored -> true;
      case Dead ignored -> false;
      case Empty ignored -> false;
    };
  }

  /** As in machine output: {@code fine}. */
  default String id() {
    return switch (this) {
      case Fine ignored -> "fine";
      case Busy ignored -> "busy";
      case Unproven ignored -> "unproven";
      case Dead ignored -> "dead";
      case Empty ignored -> "empty";
    };
  }
}
