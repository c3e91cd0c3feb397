package dev.relaymanager.report;

import dev.relaymanager.probe.GatewayProof;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the manager knows, for machines; the format is described in docs/formats.md. */
public final class StatusJson {
  private StatusJson() {}

  /** All of it. */
  public static ObjectNode of(StatusView view) {
    return of(view, AccessJson::proofs);
  }

  /** Without what changes whenever a proof finds the same again. */
  static ObjectNode lasting(StatusView view) {
    return of(view, AccessJson::lastingProofs);
  }

  private static ObjectNode of(StatusView view, Function<List<GatewayProof>, ArrayNode> proofs) {
    ObjectNode document = Json.object();
    document.put("format_version", PlanJson.FORMAT_VERSION);
    document.put("revision", view.revision());
    ArrayNode problems = document.putArray("problems");
    view.problems().forEach(problems::add);
    ArrayNode hosts = document.putArray("hosts");
    for (StatusView.HostView host : view.hosts()) {
      ObjectNode node = hosts.addObject();
      node.put("name", host.name());
      node.put("base_url", host.baseUrl());
      node.put("version", host.version());
      node.put("status", host.status());
      ArrayNode reasons = node.putArray("reasons");
      host.reasons().forEach(reasons::add);
    }
    ArrayNode imports = document.putArray("imports");
    view.imports().forEach(one -> imports.add(of(one, proofs)));
    return document;
  }

  private static ObjectNode of(
      StatusView.ImportView one, Function<List<GatewayProof>, ArrayNode> proofs) {
    ObjectNode node = Json.object();
    node.put("host", one.host());
    node.put("import", one.name());
    node.put("pack_id", one.packId());
    node.put("provider_id", one.providerId());
    node.put("provider_status", one.state().id());
    node.put("detail", one.detail());
    node.put("since", Times.of(one.since()));
    if (one.closure() == null) {
      node.putNull("access_closure_status");
    } else {
      node.put("access_closure_status", one.closure().id());
    }
    node.put("access_evidence", one.evidence());
    node.set("access_ways", AccessJson.ways(one.ways()));
    node.set("access_proofs", proofs.apply(one.proofs()));
    ArrayNode resources = node.putArray("resources");
    for (StatusView.ResourceView resource : one.resources()) {
      resources
          .addObject()
          .put("type", resource.type())
          .put("address", resource.address())
          .put("name", resource.name())
          .put("host_id", resource.hostId());
    }
    ArrayNode keys = node.putArray("keys");
    for (StatusView.KeyView key : one.keys()) {
      keys.addObject()
          .put("id", key.id())
          .put("account", key.account())
          .put("mask", key.mask())
          .put("fingerprint", key.fingerprint())
          .put("verdict", key.verdict())
          .put("detail", key.detail());
    }
    StatusView.BatchView batch = one.lastBatch();
    if (batch == null) {
      node.putNull("last_batch");
    } else {
      node.putObject("last_batch")
          .put("batch_id", batch.id())
          .put("status", batch.state().id())
          .put("origin", batch.origin())
          .put("author", batch.author())
          .put("opened_at", Times.of(batch.openedAt()))
          .put("detail", batch.detail());
    }
    return node;
  }
}
