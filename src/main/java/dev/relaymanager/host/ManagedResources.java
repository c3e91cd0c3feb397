package dev.relaymanager.host;

import dev.relaymanager.model.LiveResource;
import java.util.List;

/**
 * What one manager made on a host, as far as the host itself tells: accounts and subscriptions
 * carry its mark in their notes; the rest has no place for one that people would not see.
 *
 * @param groups those that a marked account or subscription is in
 * @param channels those of these groups
 * @param plans those of these groups
 * @param accounts those with the mark
 * @param subscriptions those with the mark
 */
public record ManagedResources(
    List<LiveResource.Group> groups,
    List<LiveResource.Channel> channels,
    List<LiveResource.Plan> plans,
    List<LiveResource.Account> accounts,
    List<LiveResource.Subscription> subscriptions) {
  public ManagedResources {
    groups = List.copyOf(groups);
    channels = List.copyOf(channels);
    plans = List.copyOf(plans);
    accounts = List.copyOf(accounts);
    subscriptions = List.copyOf(subscriptions);
  }
}
