package dev.relaymanager.host.sub2api;

import dev.relaymanager.host.HostAdapter.Gone;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostOutcome;
import dev.relaymanager.host.HostOutcome.Done;
import dev.relaymanager.host.HostOutcome.Refused;
import dev.relaymanager.host.HostOutcome.Unknown;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;
import java.util.List;
import java.util.Optional;

/** {@code /admin/payment/plans} (contract.md 4.3). */
final class PlanCalls {
  static final String PLANS = "/api/v1/admin/payment/plans";
  private static final int PRICE_DECIMALS = 2;

  private final HostClient client;

  PlanCalls(HostClient client) {
    this.client = client;
  }

  HostOutcome<List<LiveResource.Plan>> list() {
    return client.run(
        Call.read("list plans", PLANS).within(Call.LONG_DEADLINE),
        data -> data.items().stream().map(WirePlan::read).toList());
  }

  HostOutcome<Optional<LiveResource.Plan>> find(long id) {
    return list().map(plans -> plans.stream().filter(plan -> plan.id() == id).findFirst());
  }

  HostOutcome<LiveResource.Plan> create(ResourceSpec.Plan spec) {
    Call call = Call.send("create plan", "POST", PLANS, WirePlan.create(spec));
    return check(spec)
        .<LiveResource.Plan>refusal(call)
        .orElseGet(() -> client.run(call, WirePlan::read));
  }

  HostOutcome<LiveResource.Plan> update(LiveResource.Plan current, ResourceSpec.Plan spec) {
    Call call =
        Call.send("update plan", "PUT", PLANS + "/:id", WirePlan.update(current.spec(), spec))
            .of(current.id());
    return check(spec)
        .<LiveResource.Plan>refusal(call)
        .orElseGet(() -> settled(call, current.id(), client.run(call, WirePlan::read)));
  }

  HostOutcome<Gone> delete(long id) {
    Call call = Call.send("delete plan", "DELETE", PLANS + "/:id", null).of(id);
    HostOutcome<Gone> outcome = settled(call, id, client.delete(call));
    return outcome instanceof Refused<Gone> refused && refused.fault().kind() == Kind.NOT_FOUND
        ? new Done<>(new Gone(false))
        : outcome;
  }

  /** A plan that does not exist is a bare 500 to the host; the list tells. */
  private <T> HostOutcome<T> settled(Call call, long id, HostOutcome<T> outcome) {
    if (!(outcome instanceof Unknown<T> unknown) || unknown.fault().kind() != Kind.HOST_ERROR) {
      return outcome;
    }
    return find(id) instanceof Done<Optional<LiveResource.Plan>> found && found.value().isEmpty()
        ? new Refused<>(absent(call, unknown.fault().status()))
        : outcome;
  }

  private static HostFault absent(Call call, int status) {
    return new HostFault(
        Kind.NOT_FOUND, call.toString(), status, "", "the host has no such plan", null);
  }

  private static SpecCheck check(ResourceSpec.Plan spec) {
    return new SpecCheck()
        .name(spec.name())
        .positive("price", spec.price(), PRICE_DECIMALS)
        .between("days", spec.days(), 1, Integer.MAX_VALUE);
  }
}
