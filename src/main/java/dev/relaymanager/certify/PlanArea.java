package dev.relaymanager.certify;

import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceSpec;

/** {@link Area#PLANS}; hosts give no plan by its id, so it is read from the list. */
final class PlanArea {
  private PlanArea() {}

  static void tryOn(Bench bench) throws Blocked {
    Notebook notebook = bench.notebook;
    ResourceSpec.Plan wanted = bench.things.plan(bench.groupReference());
    LiveResource.Plan made =
        notebook.tried(
            Claim.PLAN_CREATE,
            () -> bench.host.createPlan(wanted),
            plan -> Differences.between(wanted, plan));
    bench.plan = made.id();
    notebook.tried(
        Claim.PLAN_LIST,
        () -> bench.host.plan(made.id()),
        read ->
            read.map(plan -> Differences.between(wanted, plan)).orElse("it is not in the list"));
    ResourceSpec.Plan changed = bench.things.changedPlan(bench.groupReference());
    notebook.tried(
        Claim.PLAN_UPDATE,
        () -> bench.host.updatePlan(made, changed).then(updated -> bench.host.plan(updated.id())),
        read ->
            read.map(plan -> Differences.between(changed, plan)).orElse("it is not in the list"));
  }
}
