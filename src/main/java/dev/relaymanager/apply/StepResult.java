package dev.relaymanager.apply;

import dev.relaymanager.model.ResourceKey;
import org.jspecify.annotations.Nullable;

/**
 * How one step of a plan ended.
 *
 * @param key of the resource
 * @param action what was to be done
 * @param end how it ended
 * @param hostId the host's id, where the resource stands or stood; null when there is none
 * @param detail for people: the reason of a failure; empty when it was done
 */
public record StepResult(
    ResourceKey key, Intent.Action action, End end, @Nullable Long hostId, String detail) {
  /** How a step ended. */
  public enum End {
    DONE,
    FAILED,
    /**
     * The host may or may not have done it; its intent stays open and is settled first next time.
     */
    UNKNOWN,
    /** Not tried, because what it would change is not as the plan saw it. */
    OUTDATED,
    /** Not tried, because something before it failed or a stop was asked for. */
    SKIPPED
  }

  static StepResult done(ResourceKey key, Intent.Action action, @Nullable Long hostId) {
    return new StepResult(key, action, End.DONE, hostId, "");
  }

  static StepResult failed(ResourceKey key, Intent.Action action, String why) {
    return new StepResult(key, action, End.FAILED, null, why);
  }

  static StepResult unknown(ResourceKey key, Intent.Action action, String why) {
    return new StepResult(key, action, End.UNKNOWN, null, why);
  }

  static StepResult outdated(ResourceKey key, Intent.Action action, String how) {
    return new StepResult(
        key,
        action,
        End.OUTDATED,
        null,
        "changed on the host since the plan was made: " + how + "; run it again to plan anew");
  }

  static StepResult skipped(ResourceKey key, Intent.Action action, String why) {
    return new StepResult(key, action, End.SKIPPED, null, why);
  }

  boolean isDone() {
    return end == End.DONE;
  }
}
