package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.ProbeEmail;
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
  /** The name of a probe user's only key. */
  private static final String PROBE_KEY = "relay-probe";

  /** US dollars; a proof costs some thousandths of a cent. */
  private static final BigDecimal PROBE_BALANCE = BigDecimal.ONE;

  private final Documents documents;
  private final Offer offer;
  private final ImportDocument wish;
  private final String host;
  private final List<ExpandedKey> keys;
  private final Reference group;
  private final String installation;

  ImportExpander(
      Documents documents, Offer offer, String host, List<ExpandedKey> keys, String installation) {
    this.installation = installation;
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
      documents
          .host(host)
          .filter(HostDocument::probeUser)
          .ifPresent(allowing -> addProbeUser(allowing, resources));
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

  /** One for each import and host, so that whatever takes the import back takes just its own. */
  private void addProbeUser(HostDocument allowing, List<DesiredResource> resources) {
    Place place = allowing.places().at("spec.probeUser");
    ResourceKey key = ResourceKey.probeUser(host, wish.name());
    String email = ProbeEmail.of(installation, wish.name());
    boolean subscribes = wish.billsSubscriptions();
    resources.add(
        resource(key, new ResourceSpec.ProbeUser(email, subscribes ? null : PROBE_BALANCE), place));
    if (subscribes) {
      resources.add(
          resource(
              ResourceKey.subscription(host, wish.name(), email),
              new ResourceSpec.Subscription(
                  email, group, null, expiry(new GrantDocument.Term.Until(GrantDecoder.LAST_DAY))),
              place));
    }
    resources.add(
        resource(
            ResourceKey.probeKey(host, wish.name()),
            new ResourceSpec.ProbeKey(PROBE_KEY, new Reference.To(key), group),
            place));
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
