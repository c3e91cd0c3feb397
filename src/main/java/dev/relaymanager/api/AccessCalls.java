package dev.relaymanager.api;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.desired.ImportDocument;
import dev.relaymanager.engine.BatchIds;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.model.ClosureState;
import dev.relaymanager.model.Problem;
import dev.relaymanager.report.AccessJson;
import dev.relaymanager.report.Json;
import dev.relaymanager.store.Closures;
import dev.relaymanager.store.Declarations;
import dev.relaymanager.store.Installs;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls about who may use an import, and whether they can. */
final class AccessCalls {
  private final Desk desk;
  private final Batching batching;
  private final Idempotency idempotency;

  AccessCalls(Desk desk, Batching batching, Idempotency idempotency) {
    this.desk = desk;
    this.batching = batching;
    this.idempotency = idempotency;
  }

  /** A call, worked out. */
  private record Order(
      HostDocument host, ImportDocument wish, Declarations.Wish declared, String packId) {}

  private Order order(Call call, Engine engine, String batchId) {
    Loaded loaded = engine.loadApplied();
    HostDocument host = HostCalls.named(loaded, call.text("host_id").orElseThrow());
    ImportDocument wish = wish(call, loaded, host);
    Owners.requireApi(loaded, wish);
    Map<String, byte[]> files = new HashMap<>();
    ObjectNode body = Json.object();
    new Targets(call, engine, host).addTo(body, wish.name(), wish.billsSubscriptions(), files);
    return new Order(
        host,
        wish,
        new Declarations.Wish(
            Declarations.Kind.ACCESS,
            wish.name(),
            body.toString(),
            files,
            call.caller().name(),
            batchId),
        loaded.pack(wish.pack()).id());
  }

  private static ImportDocument wish(Call call, Loaded loaded, HostDocument host) {
    String provider = call.at("provider_id");
    Optional<String> name = call.text("name");
    List<ImportDocument> found =
        loaded.documents().imports().stream()
            .filter(one -> one.provider().equals(provider) && one.hosts().contains(host.name()))
            .filter(one -> name.isEmpty() || one.name().equals(name.get()))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw ApiException.notFound(
          "no-such-import",
          "no import of this provider is declared on this host",
          "import keys first: POST /api/providers/" + provider + "/import");
    }
    throw new ApiException(
        422,
        "ambiguous-import",
        "the provider has several imports on this host",
        List.of(
            new Problem(
                "ambiguous-import",
                null,
                "/name",
                "found " + String.join(", ", found.stream().map(ImportDocument::name).toList()),
                "say which one")));
  }

  Answer preview(Call call) {
    try (Engine engine = desk.engines().get()) {
      Order order = order(call, engine, BatchIds.next(desk.clock().instant()));
      return Answer.ok(
          ImportCalls.preview(
              engine,
              order.declared(),
              order.host().name(),
              order.wish().name(),
              Batching.allowed(call)));
    }
  }

  Answer assign(Call call) {
    Instant now = desk.clock().instant();
    String batchId = BatchIds.next(now);
    Order order;
    String commitId;
    try (Engine engine = desk.engines().get()) {
      order = order(call, engine, batchId);
      commitId = engine.draft(order.declared()).commitId();
    }
    idempotency.announce(call, batchId);
    return batching.carryOut(
        call,
        order.declared(),
        new BatchHeader(
            batchId,
            order.host().name(),
            order.wish().name(),
            order.packId(),
            order.wish().provider(),
            order.wish().mode().name().toLowerCase(Locale.ROOT),
            "",
            call.caller().name(),
            now),
        commitId);
  }

  Answer status(Call call) {
    ObjectNode node = Json.object().put("provider_id", call.at("provider_id"));
    ArrayNode imports = node.putArray("imports");
    for (Installs.Install install : Imports.of(desk.store(), call)) {
      Optional<Closures.Closure> closure =
          desk.store().closures().latest(install.host(), install.importName());
      ObjectNode one = imports.addObject();
      one.put("host_id", install.host());
      one.put("import", install.importName());
      one.put(
          "access_closure_status",
          closure.map(Closures.Closure::state).orElse(ClosureState.NOT_CONFIGURED).id());
      one.put("evidence", closure.map(Closures.Closure::evidence).orElse(""));
      one.set("ways", AccessJson.ways(closure.map(Closures.Closure::ways).orElse(List.of())));
      one.set("proofs", AccessJson.proofs(closure.map(Closures.Closure::proofs).orElse(List.of())));
      one.put("found_at", closure.map(found -> found.at().toString()).orElse(null));
      one.put("batch_id", closure.map(Closures.Closure::batchId).orElse(null));
    }
    return Answer.ok(node);
  }
}
