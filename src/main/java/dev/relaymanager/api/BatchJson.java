package dev.relaymanager.api;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ClosureState;
import dev.relaymanager.model.ProviderState;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.report.Json;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.Closures;
import dev.relaymanager.store.Installs;
import dev.relaymanager.store.StateStore;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Batches as the API tells of them. */
final class BatchJson {
  private static final int LOOKED_THROUGH = 20;

  private final StateStore store;

  BatchJson(StateStore store) {
    this.store = store;
  }

  /** The batch, which the caller knows to be there. */
  Batches.Batch find(String batchId) {
    return store
        .batches()
        .get(batchId)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "no-such-batch",
                    "there is no batch of this id",
                    "see GET /api/providers/PROVIDER/import-batches"));
  }

  /** What a batch has come to. */
  Answer.Whole answer(String batchId) {
    Batches.Batch batch = find(batchId);
    if (batch.state() == BatchState.PENDING) {
      return accepted(batchId);
    }
    BatchHeader header = batch.header();
    Optional<Installs.Install> install = store.installs().get(header.host(), header.importName());
    Optional<Closures.Closure> closure =
        store.closures().latest(header.host(), header.importName());
    ObjectNode node = Json.object();
    node.put("batch_id", batchId);
    node.put("status", batch.state().id());
    node.put(
        "provider_status",
        install.map(Installs.Install::state).orElse(ProviderState.VALIDATED).id());
    node.put(
        "access_closure_status",
        closure.map(Closures.Closure::state).orElse(ClosureState.NOT_CONFIGURED).id());
    node.set("created", created(batchId));
    String detail =
        batch.detail().isEmpty()
            ? install.map(Installs.Install::detail).orElse("")
            : batch.detail();
    if (!detail.isEmpty()) {
      node.put("detail", detail);
    }
    continuedBy(batch).ifPresent(id -> node.put("continued_by", id));
    return Answer.ok(node).of(batchId, batch.state().id());
  }

  /** A batch that was interrupted is gone on with by another, for the same declaration. */
  private Optional<String> continuedBy(Batches.Batch batch) {
    BatchHeader header = batch.header();
    if (batch.state() != BatchState.FAILED || BatchOrigin.api(header.origin()).isEmpty()) {
      return Optional.empty();
    }
    return store.batches().page(header.host(), header.importName(), null, LOOKED_THROUGH).stream()
        .map(Batches.Batch::header)
        .filter(later -> later.origin().equals(header.origin()))
        .map(BatchHeader::id)
        .filter(id -> id.compareTo(header.id()) > 0)
        .findFirst();
  }

  /** That a batch goes on. */
  Answer.Whole accepted(String batchId) {
    String state = find(batchId).state().id();
    return Answer.json(202, Json.object().put("batch_id", batchId).put("status", state))
        .with("Location", "/api/import-batches/" + batchId)
        .of(batchId, state);
  }

  ObjectNode whole(Batches.Batch batch) {
    BatchHeader header = batch.header();
    ObjectNode node = summary(batch);
    node.put("pack_id", header.packId());
    node.put("mode", header.mode());
    node.put("moved_at", batch.movedAt().toString());
    node.set("created", created(header.id()));
    continuedBy(batch).ifPresent(id -> node.put("continued_by", id));
    ArrayNode items = node.putArray("items");
    for (Batches.Item item : store.batches().items(header.id())) {
      items
          .addObject()
          .put("address", item.intent().key().toString())
          .put("action", item.intent().action().id())
          .put("phase", item.intent().phase().id())
          .put("state", item.state().id())
          .put("resource_id", item.hostId() == null ? null : String.valueOf(item.hostId()))
          .put("detail", item.reason());
    }
    return node;
  }

  static ObjectNode summary(Batches.Batch batch) {
    BatchHeader header = batch.header();
    return Json.object()
        .put("batch_id", header.id())
        .put("host_id", header.host())
        .put("import", header.importName())
        .put("provider_id", header.providerId())
        .put("status", batch.state().id())
        .put("origin", header.origin())
        .put("author", header.author())
        .put("opened_at", header.openedAt().toString())
        .put("detail", batch.detail());
  }

  /** What a batch made or took over, whether it stands still or not. */
  private ObjectNode created(String batchId) {
    SortedMap<ResourceType, SortedSet<Long>> made = new TreeMap<>();
    for (Batches.Item item : store.batches().items(batchId)) {
      boolean makes =
          item.intent().phase() == Intent.Phase.APPLY
              && (item.intent().action() == Intent.Action.CREATE
                  || item.intent().action() == Intent.Action.ADOPT);
      Long id = item.hostId();
      if (makes && item.state() == Batches.ItemState.DONE && id != null) {
        made.computeIfAbsent(item.intent().key().type(), type -> new TreeSet<>()).add(id);
      }
    }
    ObjectNode node = Json.object();
    for (ResourceType type : List.of(ResourceType.GROUP, ResourceType.CHANNEL, ResourceType.PLAN)) {
      if (made.containsKey(type)) {
        node.put(type.id() + "_id", String.valueOf(made.get(type).getFirst()));
      }
    }
    ArrayNode ids = node.putArray("account_ids");
    made.getOrDefault(ResourceType.ACCOUNT, new TreeSet<>())
        .forEach(id -> ids.add(String.valueOf(id)));
    return node;
  }
}
