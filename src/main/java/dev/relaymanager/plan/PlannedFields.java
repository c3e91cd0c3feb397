package dev.relaymanager.plan;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an update to the fields that its plan names. A host takes a resource as a whole, so what
 * somebody changed by hand and the plan leaves alone has to be sent as it was found.
 */
public final class PlannedFields {
  private final Set<String> planned;

  private PlannedFields(Set<String> planned) {
    this.planned = planned;
  }

  /**
   * The wanted values of planned fields, the found ones of all others.
   *
   * @param planned names as in {@link ResourceSpec#fields}
   */
  public static ResourceSpec of(ResourceSpec wanted, ResourceSpec found, Set<String> planned) {
    PlannedFields fields = new PlannedFields(planned);
    if (wanted instanceof ResourceSpec.Group group && found instanceof ResourceSpec.Group there) {
      return fields.group(group, there);
    }
    if (wanted instanceof ResourceSpec.Channel channel
        && found instanceof ResourceSpec.Channel there) {
      return fields.channel(channel, there);
    }
    if (wanted instanceof ResourceSpec.Plan plan && found instanceof ResourceSpec.Plan there) {
      return fields.plan(plan, there);
    }
    if (wanted instanceof ResourceSpec.Account account
        && found instanceof ResourceSpec.Account there) {
      return fields.account(account, there);
    }
    return wanted;
  }

  /** What the host shows otherwise than it was asked for, in words; empty when all is well. */
  public static String ignored(ResourceSpec sent, LiveResource shown) {
    SortedMap<String, Value> there = shown.spec().fields();
    List<String> ignored = new ArrayList<>();
    sent.fields()
        .forEach(
            (name, value) -> {
              Value found = there.get(name);
              if (found != null && !found.equals(value)) {
                ignored.add(name + " stays " + found.show() + " where " + value.show() + " is due");
              }
            });
    return ignored.isEmpty() ? "" : "the host did it, but " + String.join(", ", ignored);
  }

  private ResourceSpec group(ResourceSpec.Group wanted, ResourceSpec.Group found) {
    return new ResourceSpec.Group(
        pick("name", wanted, found, ResourceSpec.Group::name),
        pickOrNull("description", wanted, found, ResourceSpec.Group::description),
        pick("billing", wanted, found, ResourceSpec.Group::billing),
        pick("rateMultiplier", wanted, found, ResourceSpec.Group::rateMultiplier),
        pickOrNull("dailyLimitUsd", wanted, found, ResourceSpec.Group::dailyLimitUsd),
        pickOrNull("weeklyLimitUsd", wanted, found, ResourceSpec.Group::weeklyLimitUsd),
        pickOrNull("monthlyLimitUsd", wanted, found, ResourceSpec.Group::monthlyLimitUsd));
  }

  private ResourceSpec channel(ResourceSpec.Channel wanted, ResourceSpec.Channel found) {
    return new ResourceSpec.Channel(
        pick("name", wanted, found, ResourceSpec.Channel::name),
        pickOrNull("description", wanted, found, ResourceSpec.Channel::description),
        pick("groups", wanted, found, ResourceSpec.Channel::groups),
        pick("prices", wanted, found, ResourceSpec.Channel::prices),
        pick("modelMapping", wanted, found, ResourceSpec.Channel::modelMapping),
        pick("restrictModels", wanted, found, ResourceSpec.Channel::restrictModels));
  }

  private ResourceSpec plan(ResourceSpec.Plan wanted, ResourceSpec.Plan found) {
    return new ResourceSpec.Plan(
        pick("name", wanted, found, ResourceSpec.Plan::name),
        pickOrNull("description", wanted, found, ResourceSpec.Plan::description),
        pick("group", wanted, found, ResourceSpec.Plan::group),
        pick("price", wanted, found, ResourceSpec.Plan::price),
        pick("days", wanted, found, ResourceSpec.Plan::days),
        pick("forSale", wanted, found, ResourceSpec.Plan::forSale));
  }

  private ResourceSpec account(ResourceSpec.Account wanted, ResourceSpec.Account found) {
    return new ResourceSpec.Account(
        pick("name", wanted, found, ResourceSpec.Account::name),
        pick("groups", wanted, found, ResourceSpec.Account::groups),
        pick("baseUrl", wanted, found, ResourceSpec.Account::baseUrl),
        pick("modelMapping", wanted, found, ResourceSpec.Account::modelMapping),
        pick("concurrency", wanted, found, ResourceSpec.Account::concurrency),
        pick("priority", wanted, found, ResourceSpec.Account::priority),
        pickOrNull("rateMultiplier", wanted, found, ResourceSpec.Account::rateMultiplier),
        wanted.protocol(),
        wanted.key());
  }

  private <S, T> T pick(String name, S wanted, S found, Function<S, T> component) {
    return component.apply(planned.contains(name) ? wanted : found);
  }

  /** An undeclared field is not sent; one that the host does not show is sent as wanted. */
  private <S, T> @Nullable T pickOrNull(
      String name, S wanted, S found, Function<S, @Nullable T> component) {
    T asked = component.apply(wanted);
    T there = component.apply(found);
    return asked == null || there == null || planned.contains(name) ? asked : there;
  }
}
