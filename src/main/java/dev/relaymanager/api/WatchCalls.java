package dev.relaymanager.api;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.ApplyOutcome;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.model.ClosureState;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.plan.Selection;
import dev.relaymanager.report.Json;
import dev.relaymanager.report.Palette;
import dev.relaymanager.report.StatusJson;
import dev.relaymanager.report.StatusText;
import dev.relaymanager.report.StatusView;
import dev.relaymanager.store.Closures;
import dev.relaymanager.store.Declarations;
import dev.relaymanager.store.Installs;
import dev.relaymanager.store.Runs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls that look at what stands, and compare it with the hosts. */
final class WatchCalls {
  private final Desk desk;

  WatchCalls(Desk desk) {
    this.desk = desk;
  }

  Answer status(Call call) {
    Set<String> api = Owners.api(desk.store().declarations(), Declarations.Kind.IMPORT);
    ObjectNode node = Json.object().put("provider_id", call.at("provider_id"));
    ArrayNode imports = node.putArray("imports");
    for (Installs.Install install : Imports.of(desk.store(), call)) {
      imports
          .addObject()
          .put("host_id", install.host())
          .put("import", install.importName())
          .put("pack_id", install.packId())
          .put("owner", Owners.owner(api, install.importName()))
          .put("provider_status", install.state().id())
          .put("detail", install.detail())
          .put("since", install.since().toString())
          .put("access_closure_status", closure(install).id())
          .put(
              "last_batch_id",
              desk.store()
                  .batches()
                  .latest(install.host(), install.importName())
                  .map(batch -> batch.header().id())
                  .orElse(null));
    }
    return Answer.ok(node);
  }

  private ClosureState closure(Installs.Install install) {
    return desk.store()
        .closures()
        .latest(install.host(), install.importName())
        .map(Closures.Closure::state)
        .orElse(ClosureState.NOT_CONFIGURED);
  }

  Answer resources(Call call) {
    List<RecordedResource> resources = new ArrayList<>();
    for (Installs.Install install : Imports.of(desk.store(), call)) {
      resources.addAll(desk.store().resources().of(install.host(), install.importName()));
    }
    resources.sort(Comparator.comparing(one -> one.key().toString()));
    return Pages.byName(
        call,
        resources,
        one -> one.key().toString(),
        one ->
            Json.object()
                .put("address", one.key().toString())
                .put("host_id", one.key().host())
                .put("import", one.key().importName())
                .put("type", one.key().type().id())
                .put("name", one.spec().name())
                .put("resource_id", String.valueOf(one.hostId()))
                .put("batch_id", one.batchId())
                .put("recorded_at", one.recordedAt().toString()));
  }

  Answer whole(Call call) {
    try (Engine engine = desk.engines().get()) {
      StatusView view = engine.status();
      return Forms.of(call, () -> StatusJson.of(view), () -> StatusText.of(view, Palette.PLAIN), 0);
    }
  }

  Answer keys(Call call) {
    List<Line> lines = new ArrayList<>();
    try (Engine engine = desk.engines().get()) {
      for (StatusView.ImportView one : engine.status().imports()) {
        one.keys().forEach(key -> lines.add(new Line(one.host(), one.name(), key)));
      }
    }
    call.asked("health").ifPresent(wanted -> lines.removeIf(line -> !line.health().equals(wanted)));
    lines.sort(Comparator.comparing(Line::name));
    return Pages.byName(call, lines, Line::name, Line::json);
  }

  /** A key of an import on a host. */
  private record Line(String host, String importName, StatusView.KeyView key) {
    String health() {
      return key.verdict().isEmpty() ? "untried" : key.verdict();
    }

    String name() {
      return host + "/" + importName + "/" + key.id() + "/" + key.fingerprint();
    }

    ObjectNode json() {
      return Json.object()
          .put("host_id", host)
          .put("import", importName)
          .put("id", key.id())
          .put("account", key.account())
          .put("mask", key.mask())
          .put("fingerprint", key.fingerprint())
          .put("health", health())
          .put("evidence", key.detail())
          .put("proven_at", key.provenAt() == null ? null : key.provenAt().toString());
    }
  }

  Answer runs(Call call) {
    long before = Pages.number(call);
    List<Runs.Kept> runs = desk.store().runs().page(before, Pages.limit(call) + 1);
    return Pages.of(
        call,
        runs,
        kept -> String.valueOf(kept.id()),
        kept -> {
          ObjectNode node = Json.object();
          node.put("run_id", String.valueOf(kept.id()));
          node.put("scope", kept.run().scope());
          node.put("revision", kept.run().revision());
          node.put("outcome", kept.run().outcome());
          ObjectNode counts = node.putObject("counts");
          kept.run().counts().forEach(counts::put);
          node.put("started_at", kept.run().started().toString());
          node.put("ended_at", kept.run().ended().toString());
          return node;
        });
  }

  // ------------------------------------------------------------------ comparing

  Answer reconcile(Call call) {
    String provider = call.at("provider_id");
    Imports.require(desk.store(), provider);
    Optional<String> onlyHost = call.text("host_id");
    CompletableFuture<Answer.Whole> work =
        desk.jobs()
            .submit(
                engine -> Answer.ok(reconcile(engine, provider, onlyHost)).of(null, "reconciled"));
    return Batching.awaited(call, work, "/api/providers/" + provider + "/status");
  }

  /** On the thread that may change hosts. */
  private ObjectNode reconcile(Engine engine, String provider, Optional<String> onlyHost) {
    Set<String> hosts = new HashSet<>();
    Set<String> targets = new HashSet<>();
    Loaded loaded = engine.loadApplied();
    loaded.state().imports().stream()
        .filter(wanted -> wanted.providerId().equals(provider))
        .filter(wanted -> onlyHost.filter(host -> !host.equals(wanted.host())).isEmpty())
        .forEach(
            wanted -> {
              hosts.add(wanted.host());
              targets.add(wanted.host() + "/" + wanted.name());
            });
    ObjectNode node = Json.object().put("provider_id", provider);
    ArrayNode imports = node.putArray("imports");
    if (targets.isEmpty()) {
      return node;
    }
    Planned planned = engine.plan(loaded, true, PlanOptions.onHosts(hosts));
    hosts.forEach(host -> Batching.requireRead(planned.plan(), host));
    Planned part = planned.narrowed(new Selection(List.copyOf(targets), List.of()));
    ApplyOutcome outcome =
        engine.apply(part, new ApplyOptions(Set.of(), desk.stop()), desk.lease());
    Map<String, String> batches = new HashMap<>();
    for (BatchResult batch : outcome.batches()) {
      batches.put(batch.host() + "/" + batch.importName(), batch.batchId());
    }
    part.plan().imports().stream()
        .sorted(Comparator.comparing(ImportPlan::name))
        .forEach(one -> imports.add(found(one, batches)));
    return node;
  }

  private ObjectNode found(ImportPlan part, Map<String, String> batches) {
    Installs.Install install =
        desk.store().installs().get(part.host(), part.importName()).orElseThrow();
    ObjectNode node = Json.object();
    node.put("host_id", part.host());
    node.put("import", part.importName());
    node.put("provider_status", install.state().id());
    node.put("access_closure_status", closure(install).id());
    node.put("detail", install.detail());
    ArrayNode drift = node.putArray("drift");
    part.drift().forEach(one -> drift.add(one.key().toString()));
    node.put("batch_id", batches.get(part.name()));
    return node;
  }
}
