package dev.relaymanager.engine;

import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.store.Installs;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in a plan whose changes come with another version of a pack. */
final class PackUpgrades {
  private PackUpgrades() {}

  static Plan noted(Plan plan, Installs installs) {
    if (plan.hasNoChanges()) {
      return plan;
    }
    Map<String, Installs.Install> known = new HashMap<>();
    installs.list().forEach(one -> known.put(one.host() + "/" + one.importName(), one));
    return new Plan(
        plan.revision(),
        plan.imports().stream().map(part -> noted(part, known.get(part.name()))).toList(),
        plan.unread());
  }

  private static ImportPlan noted(ImportPlan part, Installs.@Nullable Install known) {
    DesiredImport desired = part.desired();
    if (known == null || desired == null || part.changes().isEmpty()) {
      return part;
    }
    String before = known.packId() + " " + known.packVersion();
    String after = desired.packId() + " " + desired.packVersion();
    return known.packVersion().isEmpty() || before.equals(after)
        ? part
        : part.noting("comes with another pack: " + before + " → " + after);
  }
}
