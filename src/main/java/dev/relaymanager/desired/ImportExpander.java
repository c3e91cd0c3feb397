package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceSpec.Billing;
import dev.relaymanager.pack.Provider;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays out the resources of one import on one host. */
final class ImportExpander {
  private final Documents documents;
  private final Offer offer;
  private final ImportDocument wish;
  private final String host;
  private final List<ExpandedKey> keys;
  private final Reference group;

  ImportExpander(Documents documents, Offer offer, String host, List<ExpandedKey> keys) {
    this.documents = documents;
    this.offer = offer;
    this.wish = offer.wish();
    this.host = host;
    this.keys = keys;
    this.group = new Reference.To(ResourceKey.group(host, wish.name()));
  }

  DesiredImport expand(List<String> notes) {
    List<DesiredResource> resources = new ArrayList<>();
    List<DesiredImport.AccessProbe> probes = new ArrayList<>();
    if (!wish.disabled()) {
      addShared(resources);
      keys.forEach(key -> resources.add(account(key)));
      for (GrantDocument grant : documents.grantsOf(wish.name())) {
        if (grant.hostsAmong(wish.hosts()).contains(host)) {
          addSubscriptions(grant, resources);
          if (grant.probe() != null) {
            probes.add(new DesiredImport.AccessProbe(grant.name(), grant.probe().user()));
          }
        }
      }
      resources.sort(Comparator.comparing(DesiredResource::key));
    }
    return new DesiredImport(
        host,
        wish.name(),
        wish.place(),
        offer.pack().id(),
        offer.pack().version(),
        offer.provider().id(),
        offer.provider().baseUrl(),
        offer.provider().protocol(),
        offer.smokeModel(),
        offer.models(),
        wish.mode(),
        wish.access(),
        wish.onDrift(),
        wish.deletion(),
        wish.adopt(),
        wish.disabled(),
        wish.movedFrom(),
        resources,
        probes,
        notes);
  }

  private void addShared(List<DesiredResource> resources) {
    ImportDocument.GroupWish asked = wish.group();
    resources.add(
        resource(
            ResourceKey.group(host, wish.name()),
            new ResourceSpec.Group(
                HostNames.group(wish),
                asked.description(),
                wish.billsSubscriptions() ? Billing.SUBSCRIPTION : Billing.STANDARD,
                asked.rateMultiplier(),
                asked.dailyLimitUsd(),
                asked.weeklyLimitUsd(),
                asked.monthlyLimitUsd()),
            wish.place()));
    // The mapping belongs to the account: it must cover the users' names of models in any case,
    // and a mapping of the channel would have to be repeated there (contract.md 5.4, item 3).
    resources.add(
        resource(
            ResourceKey.channel(host, wish.name()),
            new ResourceSpec.Channel(
                HostNames.channel(wish), null, List.of(group), offer.prices(), Map.of(), true),
            wish.place()));
    ImportDocument.PlanWish plan = wish.plan();
    if (plan != null) {
      resources.add(
          resource(
              ResourceKey.plan(host, wish.name()),
              new ResourceSpec.Plan(
                  HostNames.plan(wish, offer.provider(), plan.days()),
                  plan.description(),
                  group,
                  plan.price(),
                  plan.days(),
                  plan.forSale()),
              wish.places().at("spec.plan")));
    }
  }

  private static DesiredResource resource(ResourceKey key, ResourceSpec spec, Place place) {
    return new DesiredResource(key, spec, place, null);
  }

  private DesiredResource account(ExpandedKey key) {
    Provider provider = offer.provider();
    Provider.Defaults defaults = provider.defaults();
    ImportDocument.AccountWish asked = wish.accounts();
    Integer concurrency = asked.concurrency();
    Integer priority = asked.priority();
    BigDecimal rate = asked.rateMultiplier();
    return new DesiredResource(
        ResourceKey.account(host, wish.name(), key.name()),
        new ResourceSpec.Account(
            HostNames.account(wish, key.name()),
            List.of(group),
            provider.baseUrl(),
            offer.modelMapping(),
            concurrency == null ? defaults.concurrency() : concurrency,
            priority == null ? defaults.priority() : priority,
            rate == null ? defaults.rateMultiplier() : rate,
            provider.protocol(),
            key.fingerprint()),
        key.entry().place(),
        key.reference());
  }

  private void addSubscriptions(GrantDocument grant, List<DesiredResource> resources) {
    GrantDocument.Term term = grant.term();
    if (term == null) {
      return;
    }
    for (int i = 0; i < grant.users().size(); i++) {
      String user = grant.users().get(i);
      resources.add(
          resource(
              ResourceKey.subscription(host, wish.name(), user),
              new ResourceSpec.Subscription(user, group, days(term), expiry(term)),
              grant.places().at("spec.users[" + i + "]")));
    }
  }

  private static @Nullable Integer days(GrantDocument.Term term) {
    return switch (term) {
      case GrantDocument.Term.Days counted -> counted.days();
      case GrantDocument.Term.Until ignored -> null;
    };
  }

  /** The last second of the last day. */
  private static @Nullable Instant expiry(GrantDocument.Term term) {
    return switch (term) {
      case GrantDocument.Term.Days ignored -> null;
      case GrantDocument.Term.Until until ->
          until.lastDay().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1);
    };
  }
}
