package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;
import java.util.List;

/** {@code /admin/groups} (contract.md 4.1). */
final class GroupCalls {
  static final String GROUPS = "/api/v1/admin/groups";

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

  private static SpecCheck check(ResourceSpec.Group spec) {
    return new SpecCheck()
        .name(spec.name())
        .positive("rate multiplier", spec.rateMultiplier(), RATE_DECIMALS)
        .notNegative("daily limit", spec.dailyLimitUsd(), LIMIT_DECIMALS)
        .notNegative("weekly limit", spec.weeklyLimitUsd(), LIMIT_DECIMALS)
        .notNegative("monthly limit", spec.monthlyLimitUsd(), LIMIT_DECIMALS);
  }
}
