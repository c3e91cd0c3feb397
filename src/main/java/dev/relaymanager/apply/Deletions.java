package dev.relaymanager.apply;

import dev.relaymanager.model.ResourceType;
import dev.relaymanager.plan.Change;
import java.util.List;

/** Takes resources away, what depends on others first. */
final class Deletions {
  /** Reverse of the order in which things are made. */
  static final List<ResourceType> ORDER =
      List.of(
          ResourceType.SUBSCRIPTION,
          ResourceType.PROBE_KEY,
          ResourceType.PROBE_USER,
          ResourceType.ACCOUNT,
          ResourceType.CHANNEL,
          ResourceType.PLAN,
          ResourceType.GROUP);

  private Deletions() {}

  /** The deletions of one type in a plan. */
  static List<Change> of(List<Change> changes, ResourceType type) {
    return changes.stream()
        .filter(change -> change.key().type() == type)
        .filter(change -> change instanceof Change.Delete || change instanceof Change.Forget)
        .toList();
  }

  static StepResult carryOut(Steps steps, Change change) {
    return switch (change) {
      case Change.Delete delete -> steps.delete(delete);
      case Change.Forget forget -> steps.forget(forget.key(), forget.hostId(), forget.before());
      case Change.Create create -> throw new IllegalStateException("no deletion: " + create.key());
      case Change.Adopt adopt -> throw new IllegalStateException("no deletion: " + adopt.key());
      case Change.Update update -> throw new IllegalStateException("no deletion: " + update.key());
    };
  }
}
