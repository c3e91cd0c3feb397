package dev.relaymanager.certify;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.HostOutcome.Unknown;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.LiveResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Finds throw-away things by their names, and removes them: also those that a run never heard of,
 * because the answer to their creation was lost.
 */
final class Leftovers {
  private final HostAdapter host;
  private final String prefix;
  private final List<String> failures = new ArrayList<>();
  private int removed;

  /**
   * A sweep.
   *
   * @param prefix of the names that are meant; begins with {@link Throwaway#PREFIX}
   */
  Leftovers(HostAdapter host, String prefix) {
    if (!prefix.startsWith(Throwaway.PREFIX)) {
      throw new IllegalArgumentException("these are no throw-away things: " + prefix);
    }
    this.host = host;
    this.prefix = prefix;
  }

  /** How many things were removed. */
  int removed() {
    return removed;
  }

  /** What could not be listed or removed, and why; empty when nothing is left. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Removes them, those first that others hang on. */
  void remove() {
    List<LiveResource.Group> groups = ours("groups", host.groups());
    Set<Long> groupIds = new HashSet<>();
    groups.forEach(group -> groupIds.add(group.id()));
    for (long group : groupIds) {
      for (LiveResource.Subscription subscription :
          listed("subscriptions", host.subscriptions(new Scope.InGroup(group)))) {
        remove("subscription", "of group #" + group, subscription.id(), host::revokeSubscription);
      }
    }
    ours("accounts", host.accounts(new Scope.All()))
        .forEach(one -> remove("account", one.spec().name(), one.id(), host::deleteAccount));
    ours("plans", host.plans())
        .forEach(one -> remove("plan", one.spec().name(), one.id(), host::deletePlan));
    ours("channels", host.channels())
        .forEach(one -> remove("channel", one.spec().name(), one.id(), host::deleteChannel));
    groups.forEach(one -> remove("group", one.spec().name(), one.id(), host::deleteGroup));
    listed("users", host.usersMatching(prefix)).stream()
        .filter(user -> user.email().startsWith(prefix))
        .forEach(user -> remove("user", user.email(), user.id(), host::deleteUser));
  }

  private <T extends LiveResource> List<T> ours(String what, HostOutcome<List<T>> outcome) {
    return listed(what, outcome).stream()
        .filter(one -> one.spec().name().startsWith(prefix))
        .toList();
  }

  private <T> List<T> listed(String what, HostOutcome<List<T>> outcome) {
    return switch (outcome) {
      case Done<List<T>> done -> done.value();
      case Refused<List<T>> refused -> {
        failures.add(what + ": " + refused.fault());
        yield List.of();
      }
      case Unknown<List<T>> unknown -> {
        failures.add(what + ": " + unknown.fault());
        yield List.of();
      }
    };
  }

  private void remove(String what, String name, long id, LongFunction<HostOutcome<Gone>> deletion) {
    switch (deletion.apply(id)) {
      case Done<Gone> done -> removed++;
      case Refused<Gone> refused ->
          failures.add(what + " " + name + " #" + id + ": " + refused.fault());
      case Unknown<Gone> unknown ->
          failures.add(what + " " + name + " #" + id + ": " + unknown.fault());
    }
  }
}
