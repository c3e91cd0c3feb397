package dev.relaymanager.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a resource is meant to be, was made as, or was found as: one form for desired, recorded and
 * live, so that the three can be compared field by field.
 *
 * <p>A null component means "not declared" in a desired spec and "not to be seen" in a live one; in
 * both cases the field is absent from {@link #fields} and is not compared.
 */
public sealed interface ResourceSpec {
  ResourceType type();

  /** The name on the host, or for a subscription its user's e-mail. */
  String name();

  /** The fields that are compared and shown, by name; undeclared ones are absent. */
  SortedMap<String, Value> fields();

  /** The same spec with the reference to its group replaced; itself for a group. */
  ResourceSpec inGroup(Reference group);

  /** Whom a group bills: its users' subscriptions or their balances (contract.md 6.4). */
  enum Billing {
    STANDARD,
    SUBSCRIPTION
  }

  /**
   * A group: the pool that user keys are bound to.
   *
   * @param dailyLimitUsd spending limit; zero means unlimited (contract.md 4.1)
   */
  record Group(
      String name,
      @Nullable String description,
      Billing billing,
      BigDecimal rateMultiplier,
      @Nullable BigDecimal dailyLimitUsd,
      @Nullable BigDecimal weeklyLimitUsd,
      @Nullable BigDecimal monthlyLimitUsd)
      implements ResourceSpec {
    @Override
    public ResourceType type() {
      return ResourceType.GROUP;
    }

    @Override
    public SortedMap<String, Value> fields() {
      return new Fields()
          .text("name", name)
          .text("description", description)
          .text("billing", billing.name().toLowerCase(java.util.Locale.ROOT))
          .decimal("rateMultiplier", rateMultiplier)
          .decimal("dailyLimitUsd", dailyLimitUsd)
          .decimal("weeklyLimitUsd", weeklyLimitUsd)
          .decimal("monthlyLimitUsd", monthlyLimitUsd)
          .sorted();
    }

    @Override
    public ResourceSpec inGroup(Reference group) {
      return this;
    }
  }

  /**
   * A channel: prices, renaming and restriction of models for a group. It owns no accounts.
   *
   * @param groups it applies to; one of ours has one, people may have added more
   * @param modelMapping model as users name it → model as the vendor names it
   */
  record Channel(
      String name,
      @Nullable String description,
      List<Reference> groups,
      List<ModelPrice> prices,
      Map<String, String> modelMapping,
      boolean restrictModels)
      implements ResourceSpec {
    public Channel {
      groups = List.copyOf(groups);
      prices = prices.stream().sorted(Comparator.comparing(ModelPrice::model)).toList();
      modelMapping = Map.copyOf(modelMapping);
    }

    @Override
    public ResourceType type() {
      return ResourceType.CHANNEL;
    }

    @Override
    public SortedMap<String, Value> fields() {
      TreeMap<String, Value> priced = new TreeMap<>();
      for (ModelPrice price : prices) {
        priced.put(
            price.model(),
            new Value.Entries(
                new Fields()
                    .decimal("input", price.input())
                    .decimal("output", price.output())
                    .decimal("cacheRead", price.cacheRead())
                    .sorted()));
      }
      return new Fields()
          .text("name", name)
          .text("description", description)
          .links("groups", groups)
          .value("prices", new Value.Entries(priced))
          .texts("modelMapping", modelMapping)
          .flag("restrictModels", restrictModels)
          .sorted();
    }

    @Override
    public ResourceSpec inGroup(Reference other) {
      return new Channel(name, description, List.of(other), prices, modelMapping, restrictModels);
    }
  }

  /**
   * A payment plan: what users can buy.
   *
   * @param price in the host's currency, two decimals
   * @param days validity
   */
  record Plan(
      String name,
      @Nullable String description,
      Reference group,
      BigDecimal price,
      int days,
      boolean forSale)
      implements ResourceSpec {
    @Override
    public ResourceType type() {
      return ResourceType.PLAN;
    }

    @Override
    public SortedMap<String, Value> fields() {
      return new Fields()
          .text("name", name)
          .text("description", description)
          .value("group", new Value.Link(group))
          .decimal("price", price)
          .decimal("days", BigDecimal.valueOf(days))
          .flag("forSale", forSale)
          .sorted();
    }

    @Override
    public ResourceSpec inGroup(Reference other) {
      return new Plan(name, description, other, price, days, forSale);
    }
  }

  /**
   * An account: one upstream key of a vendor.
   *
   * @param groups whose user keys it may serve; one of ours has one, people may have added more
   * @param baseUrl of the vendor
   * @param modelMapping model as users name it → as the vendor names it; also the host's list of
   *     what the account may serve (contract.md 5.1)
   * @param concurrency calls at once; zero means unlimited
   * @param priority lower serves first
   * @param protocol null in a live spec, and not compared: the host keeps its own mark
   * @param key names the secret; null where the host hides it
   */
  record Account(
      String name,
      List<Reference> groups,
      String baseUrl,
      Map<String, String> modelMapping,
      int concurrency,
      int priority,
      @Nullable BigDecimal rateMultiplier,
      @Nullable Protocol protocol,
      @Nullable Fingerprint key)
      implements ResourceSpec {
    /** What {@link #fields} calls the upstream key. */
    public static final String API_KEY = "apiKey";

    public Account {
      groups = List.copyOf(groups);
      modelMapping = Map.copyOf(modelMapping);
    }

    @Override
    public ResourceType type() {
      return ResourceType.ACCOUNT;
    }

    @Override
    public SortedMap<String, Value> fields() {
      Fields fields =
          new Fields()
              .text("name", name)
              .links("groups", groups)
              .text("baseUrl", baseUrl)
              .texts("modelMapping", modelMapping)
              .decimal("concurrency", BigDecimal.valueOf(concurrency))
              .decimal("priority", BigDecimal.valueOf(priority))
              .decimal("rateMultiplier", rateMultiplier);
      if (key != null) {
        fields.value(API_KEY, new Value.Sensitive(key));
      }
      return fields.sorted();
    }

    @Override
    public ResourceSpec inGroup(Reference other) {
      return new Account(
          name,
          List.of(other),
          baseUrl,
          modelMapping,
          concurrency,
          priority,
          rateMultiplier,
          protocol,
          key);
    }

    /** The same account with another upstream key. */
    public Account withKey(@Nullable Fingerprint other) {
      return new Account(
          name,
          groups,
          baseUrl,
          modelMapping,
          concurrency,
          priority,
          rateMultiplier,
          protocol,
          other);
    }
  }

  /**
   * A subscription: one user's right to a group for a time.
   *
   * @param name the user's e-mail, lower case; the host's id in digits where a grant names the user
   *     so and the e-mail is not known yet
   * @param days how long it was or will be assigned for; null when {@code until} is declared
   * @param expiresAt when it ends; null in a desired spec that counts days from an assignment that
   *     has not happened. Compared by its day in UTC, because the host adds whole days only.
   */
  record Subscription(
      String name, Reference group, @Nullable Integer days, @Nullable Instant expiresAt)
      implements ResourceSpec {
    @Override
    public ResourceType type() {
      return ResourceType.SUBSCRIPTION;
    }

    @Override
    public SortedMap<String, Value> fields() {
      Fields fields = new Fields().text("user", name).value("group", new Value.Link(group));
      if (expiresAt != null) {
        fields.value("expires", new Value.Date(expiresAt.atZone(ZoneOffset.UTC).toLocalDate()));
      }
      return fields.sorted();
    }

    @Override
    public ResourceSpec inGroup(Reference other) {
      return new Subscription(name, other, days, expiresAt);
    }
  }

  /**
   * A user that the manager keeps for its own proof of access. Nobody else knows its password,
   * which derives from the manager's identity.
   *
   * @param name its e-mail, by {@link ProbeEmail}
   * @param balance US dollars that it is made with, so that it can pay in a group that bills
   *     balances; null where none is needed, and in a live spec, because calls use it up
   */
  record ProbeUser(String name, @Nullable BigDecimal balance) implements ResourceSpec {
    @Override
    public ResourceType type() {
      return ResourceType.PROBE_USER;
    }

    @Override
    public SortedMap<String, Value> fields() {
      return new Fields().text("name", name).decimal("startBalanceUsd", balance).sorted();
    }

    @Override
    public ResourceSpec inGroup(Reference group) {
      return this;
    }
  }

  /**
   * A probe user's API key. The key itself is kept nowhere: the user reads it when it is needed.
   *
   * @param user whose it is
   * @param group that it is bound to; id 0 in a live spec for none
   */
  record ProbeKey(String name, Reference user, Reference group) implements ResourceSpec {
    @Override
    public ResourceType type() {
      return ResourceType.PROBE_KEY;
    }

    @Override
    public SortedMap<String, Value> fields() {
      return new Fields()
          .text("name", name)
          .value("group", new Value.Link(group))
          .value("probeUser", new Value.Link(user))
          .sorted();
    }

    @Override
    public ResourceSpec inGroup(Reference other) {
      return new ProbeKey(name, user, other);
    }

    /** The same key of another user. */
    public ProbeKey of(Reference other) {
      return new ProbeKey(name, other, group);
    }
  }

  /** Collects the declared fields of a spec. */
  final class Fields {
    private final SortedMap<String, Value> fields = new TreeMap<>();

    private Fields() {}

    Fields value(String name, Value value) {
      fields.put(name, value);
      return this;
    }

    Fields text(String name, @Nullable String text) {
      return text == null ? this : value(name, Value.of(text));
    }

    Fields decimal(String name, @Nullable BigDecimal number) {
      return number == null ? this : value(name, Value.of(number));
    }

    Fields flag(String name, boolean on) {
      return value(name, Value.of(on));
    }

    Fields links(String name, List<Reference> targets) {
      return value(
          name,
          new Value.Items(
              targets.stream()
                  .sorted(Comparator.comparing(Reference::toString))
                  .<Value>map(Value.Link::new)
                  .toList()));
    }

    Fields texts(String name, Map<String, String> texts) {
      TreeMap<String, Value> entries = new TreeMap<>();
      texts.forEach((key, text) -> entries.put(key, Value.of(text)));
      return value(name, new Value.Entries(entries));
    }

    SortedMap<String, Value> sorted() {
      return fields;
    }
  }
}
