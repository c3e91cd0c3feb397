package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.ServedCall;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@code /admin/groups} (contract.md 4.1). */
final class GroupCalls {
  private static final int LAST_CALLS = 50;
  static final String GROUPS = "/api/v1/admin/groups";
  static final String USAGE = "/api/v1/admin/usage";

  /** Decimals that the host's columns keep. */
  private static final int RATE_DECIMALS = 4;

  private static final int LIMIT_DECIMALS = 8;

  private final HostClient client;
  private final Pages pages;

  GroupCalls(HostClient client) {
    this.client = client;
    this.pages = new Pages(client);
  }

  HostOutcome<List<LiveResource.Group>> list() {
    return pages.all(
        Call.read("list groups", GROUPS).with("sort_by", "id").with("sort_order", "asc"),
        WireGroup::read);
  }

  HostOutcome<Optional<LiveResource.Group>> find(long id) {
    return client.find(Call.read("read group", GROUPS + "/:id").of(id), WireGroup::read);
  }

  HostOutcome<LiveResource.Group> create(ResourceSpec.Group spec) {
    Call call = Call.send("create group", "POST", GROUPS, WireGroup.create(spec));
    return check(spec)
        .<LiveResource.Group>refusal(call)
        .orElseGet(() -> client.run(call, WireGroup::read));
  }

  HostOutcome<LiveResource.Group> update(LiveResource.Group current, ResourceSpec.Group spec) {
    Call call =
        Call.send("update group", "PUT", GROUPS + "/:id", WireGroup.update(current.spec(), spec))
            .of(current.id());
    return check(spec)
        .<LiveResource.Group>refusal(call)
        .orElseGet(() -> client.run(call, WireGroup::read));
  }

  HostOutcome<Gone> delete(long id) {
    return client.delete(Call.send("delete group", "DELETE", GROUPS + "/:id", null).of(id));
  }

  /** How many users' keys are bound; the keys themselves come along and are not kept. */
  HostOutcome<Long> userKeys(long id) {
    return client.run(
        Call.read("count keys of group", GROUPS + "/:id/api-keys").of(id).with("page_size", 1),
        data -> data.id("total"));
  }

  /**
   * What the host booked for a group; an entry is there as soon as the answer is (seen on 0.1.126
   * and 0.1.172). Entries hold users' keys, which are not read.
   */
  HostOutcome<List<ServedCall>> lastCalls(long id) {
    return client.run(
        Call.read("list usage", USAGE)
            .with("group_id", id)
            .with("page_size", LAST_CALLS)
            .with("sort_by", "created_at")
            .with("sort_order", "desc"),
        data ->
            data.field("items").items().stream()
                .map(
                    item ->
                        new ServedCall(
                            item.id("id"),
                            item.id("account_id"),
                            item.id("user_id"),
                            item.optional("subscription_id").map(Wire::integer).orElse(null),
                            item.text("model")))
                .sorted(Comparator.comparingLong(ServedCall::id).reversed())
                .toList());
  }

  private static SpecCheck check(ResourceSpec.Group spec) {
    return new SpecCheck()
        .name(spec.name())
        .positive("rate multiplier", spec.rateMultiplier(), RATE_DECIMALS)
        .notNegative("daily limit", spec.dailyLimitUsd(), LIMIT_DECIMALS)
        .notNegative("weekly limit", spec.weeklyLimitUsd(), LIMIT_DECIMALS)
        .notNegative("monthly limit", spec.monthlyLimitUsd(), LIMIT_DECIMALS);
  }
}
