package dev.relaymanager.plan;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.model.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What changes take away that deletes nothing, or deletes it only for one group. */
final class Losses {
  private Losses() {}

  /** How many people lose days of a subscription that goes on. */
  static long ofDays(List<Change.Update> updates) {
    return updates.stream()
        .map(update -> update.fields().get("expires"))
        .filter(
            change ->
                change != null
                    && change.before() instanceof Value.Date before
                    && change.after() instanceof Value.Date after
                    && after.date().isBefore(before.date()))
        .count();
  }

  /** Which accounts which groups lose, by host. */
  record OfAccounts(Map<String, Set<Long>> deleted, Map<String, Set<Membership>> ended) {
    Set<String> hosts() {
      Set<String> hosts = new HashSet<>(deleted.keySet());
      hosts.addAll(ended.keySet());
      return hosts;
    }

    boolean loses(String host, long group, long account) {
      return deleted.getOrDefault(host, Set.of()).contains(account)
          || ended.getOrDefault(host, Set.of()).contains(new Membership(group, account));
    }
  }

  /** An account in a group. */
  record Membership(long group, long account) {}

  static OfAccounts ofAccounts(List<Change> changes) {
    Map<String, Set<Long>> deleted = new HashMap<>();
    Map<String, Set<Membership>> ended = new HashMap<>();
    for (Change change : changes) {
      String host = change.key().host();
      if (change instanceof Change.Delete delete && delete.key().type() == ResourceType.ACCOUNT) {
        deleted.computeIfAbsent(host, any -> new HashSet<>()).add(delete.hostId());
      } else if (change instanceof Change.Update update
          && update.fields().containsKey("groups")
          && update.live() instanceof LiveResource.Account account
          && update.after() instanceof ResourceSpec.Account after) {
        for (Reference group : account.spec().groups()) {
          if (group instanceof Reference.Id id && !after.groups().contains(group)) {
            ended
                .computeIfAbsent(host, any -> new HashSet<>())
                .add(new Membership(id.id(), account.id()));
          }
        }
      }
    }
    return new OfAccounts(deleted, ended);
  }
}
