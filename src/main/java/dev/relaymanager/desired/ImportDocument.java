package dev.relaymanager.desired;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wish that a provider stands on hosts.
 *
 * @param hosts names of host documents, at least one
 * @param pack name of a pack document
 * @param provider its id in the pack
 * @param keys at least one
 * @param models what to offer of the provider's models; empty for all of them
 * @param plan null for no payment plan
 * @param adopt take over what stands there by the same names
 * @param disabled leave all as it is and do not look after it
 * @param reconcileEvery how often it is compared with its hosts; null for as often as the daemon
 *     does
 * @param movedFrom the name it had before; null when it has always had this one
 */
public record ImportDocument(
    String name,
    Places places,
    List<String> hosts,
    String pack,
    String provider,
    ImportMode mode,
    Set<Access> access,
    List<KeyEntry> keys,
    List<String> models,
    @Nullable PlanWish plan,
    GroupWish group,
    AccountWish accounts,
    NameWishes names,
    OnDrift onDrift,
    Deletion deletion,
    boolean adopt,
    boolean disabled,
    @Nullable Duration reconcileEvery,
    @Nullable String movedFrom)
    implements Document {

  /** A payment plan; the price is in the host's currency. */
  public record PlanWish(
      BigDecimal price, int days, boolean forSale, @Nullable String description) {}

  /** Wishes about the group; what is null is left to the host. */
  public record GroupWish(
      @Nullable String description,
      BigDecimal rateMultiplier,
      @Nullable BigDecimal dailyLimitUsd,
      @Nullable BigDecimal weeklyLimitUsd,
      @Nullable BigDecimal monthlyLimitUsd) {}

  /** Wishes about all accounts; what is null comes from the provider. */
  public record AccountWish(
      @Nullable Integer concurrency,
      @Nullable Integer priority,
      @Nullable BigDecimal rateMultiplier) {}

  /** Names that differ from the rule of {@link HostNames}; null where they do not. */
  public record NameWishes(
      @Nullable String group,
      @Nullable String channel,
      @Nullable String plan,
      @Nullable String accountPrefix) {}

  public ImportDocument {
    hosts = List.copyOf(hosts);
    access = Set.copyOf(access);
    keys = List.copyOf(keys);
    models = List.copyOf(models);
  }

  /** The entry that a {@link KeyReference} names. */
  public Optional<KeyEntry> key(String entryId) {
    return keys.stream().filter(entry -> entry.id().equals(entryId)).findFirst();
  }

  /** Whether its group bills subscriptions; balances otherwise (contract.md 6.4). */
  public boolean billsSubscriptions() {
    return access.contains(Access.SUBSCRIPTION) || plan != null;
  }

  @Override
  public Kind kind() {
    return Kind.PROVIDER_IMPORT;
  }
}
