package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.Assignment;
import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.Scope;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.Marker;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /admin/subscriptions} (contract.md 4.6). */
final class SubscriptionCalls {
  static final String SUBSCRIPTIONS = "/api/v1/admin/subscriptions";
  private static final String REVOKED = "revoked";
  private static final int MOST_DAYS = 36_500;

  private final HostClient client;
  private final Pages pages;

  SubscriptionCalls(HostClient client) {
    this.client = client;
    this.pages = new Pages(client);
  }

  /**
   * Newer hosts (0.1.172; not 0.1.126) go on listing what was revoked, also with its group, though
   * by id it is not there.
   */
  HostOutcome<List<LiveResource.Subscription>> list(Scope scope) {
    Call call =
        Call.read("list subscriptions", SUBSCRIPTIONS)
            .with("sort_by", "created_at")
            .with("sort_order", "asc");
    return pages
        .all(
            switch (scope) {
              case Scope.All all -> call;
              case Scope.InGroup group -> call.with("group_id", group.groupId());
            },
            WireSubscription::read)
        .map(
            listed ->
                listed.stream()
                    .filter(subscription -> !subscription.status().equals(REVOKED))
                    .toList());
  }

  HostOutcome<Optional<LiveResource.Subscription>> find(long id) {
    return client.find(read(id), WireSubscription::read);
  }

  private static Call read(long id) {
    return Call.read("read subscription", SUBSCRIPTIONS + "/:id").of(id);
  }

  HostOutcome<LiveResource.Subscription> assign(
      long userId, long groupId, int days, Marker marker) {
    Call call =
        Call.send(
            "assign subscription",
            "POST",
            SUBSCRIPTIONS + "/assign",
            Json.object()
                .put("user_id", userId)
                .put("group_id", groupId)
                .put("validity_days", days)
                .put("notes", marker.toString()));
    return new SpecCheck()
        .between("days", days, 1, MOST_DAYS)
        .<LiveResource.Subscription>refusal(call)
        .orElseGet(() -> client.run(call, WireSubscription::read).then(this::withUser));
  }

  /** An assign that changed nothing answers without the user; it is done in any case. */
  private HostOutcome<LiveResource.Subscription> withUser(LiveResource.Subscription made) {
    if (!made.spec().name().startsWith("#")) {
      return new Done<>(made);
    }
    HostOutcome<LiveResource.Subscription> whole =
        client.run(read(made.id()), WireSubscription::read);
    return whole instanceof Done<LiveResource.Subscription> ? whole : new Done<>(made);
  }

  HostOutcome<List<Assignment>> assignAll(
      List<Long> userIds, long groupId, int days, Marker marker) {
    ObjectNode body = Json.object();
    ArrayNode users = body.putArray("user_ids");
    userIds.forEach(users::add);
    body.put("group_id", groupId).put("validity_days", days).put("notes", marker.toString());
    Call call =
        Call.send("assign subscriptions", "POST", SUBSCRIPTIONS + "/bulk-assign", body)
            .within(Call.LONG_DEADLINE);
    return new SpecCheck()
        .that(!userIds.isEmpty(), "no users given")
        .that(Set.copyOf(userIds).size() == userIds.size(), "a user is named twice")
        .between("days", days, 1, MOST_DAYS)
        .<List<Assignment>>refusal(call)
        .orElseGet(() -> client.run(call, data -> WireSubscription.assignments(data, userIds)));
  }

  HostOutcome<LiveResource.Subscription> extend(long id, int days, String idempotencyKey) {
    Call call =
        Call.send(
                "extend subscription",
                "POST",
                SUBSCRIPTIONS + "/:id/extend",
                Json.object().put("days", days))
            .of(id)
            .keyed(idempotencyKey);
    return new SpecCheck()
        .that(days != 0, "days must not be 0")
        .between("days", days, -MOST_DAYS, MOST_DAYS)
        .that(AccountCalls.sendable(idempotencyKey), "the idempotency key is none the host takes")
        .<LiveResource.Subscription>refusal(call)
        .orElseGet(() -> client.run(call, WireSubscription::read).then(this::withUser));
  }

  HostOutcome<Gone> revoke(long id) {
    return client.delete(
        Call.send("revoke subscription", "DELETE", SUBSCRIPTIONS + "/:id", null).of(id));
  }
}
