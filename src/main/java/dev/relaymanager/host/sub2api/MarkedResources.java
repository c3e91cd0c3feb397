package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.ManagedResources;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Reference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what a manager made by the marks it left, and by what these are bound to. */
final class MarkedResources {
  private MarkedResources() {}

  static HostOutcome<ManagedResources> of(HostAdapter host, String installation) {
    Scope all = new Scope.All();
    return host.accounts(all)
        .then(
            accounts ->
                host.subscriptions(all)
                    .then(
                        subscriptions ->
                            around(
                                host,
                                marked(accounts, installation),
                                marked(subscriptions, installation))));
  }

  private static <T extends LiveResource> List<T> marked(List<T> resources, String installation) {
    return resources.stream()
        .filter(
            resource ->
                resource.marker() != null && resource.marker().installation().equals(installation))
        .toList();
  }

  private static HostOutcome<ManagedResources> around(
      HostAdapter host,
      List<LiveResource.Account> accounts,
      List<LiveResource.Subscription> subscriptions) {
    Set<Reference> groups = new HashSet<>();
    accounts.forEach(account -> groups.addAll(account.spec().groups()));
    subscriptions.forEach(subscription -> groups.add(subscription.spec().group()));
    return host.groups()
        .then(
            allGroups ->
                host.channels()
                    .then(
                        channels ->
                            host.plans()
                                .map(
                                    plans ->
                                        new ManagedResources(
                                            allGroups.stream()
                                                .filter(
                                                    group ->
                                                        groups.contains(
                                                            new Reference.Id(group.id())))
                                                .toList(),
                                            channels.stream()
                                                .filter(
                                                    channel ->
                                                        channel.spec().groups().stream()
                                                            .anyMatch(groups::contains))
                                                .toList(),
                                            plans.stream()
                                                .filter(
                                                    plan -> groups.contains(plan.spec().group()))
                                                .toList(),
                                            accounts,
                                            subscriptions))));
  }
}
