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

  /**
   * Nothing that was tried could tell.
   *
   * @param failsOnHost whether the host's own test of the account failed, though the vendor
   *     answered us
   */
  record Unproven(String evidence, boolean failsOnHost) implements KeyVerdict {
    public Unproven(String evidence) {
      this(evidence, false);
    }
  }

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

  /** Whether an account that served with another key may be left with this one. */
  default boolean mayReplace() {
    return usable() && !(this instanceof Unproven unproven && unproven.failsOnHost());
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
