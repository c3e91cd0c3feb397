package dev.relaymanager.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v1/models}: the union of the accounts' mappings, kept for a while and not refreshed
 * by changes (contract.md 6.3).
 */
final class SimGatewayModels {
  private record Kept(ObjectNode list, Instant until) {}

  private final State state;
  private final Dialect dialect;
  private final Duration keep;
  private final Map<Long, Kept> kept = new HashMap<>();

  SimGatewayModels(State state, Dialect dialect, Duration keep) {
    this.state = state;
    this.dialect = dialect;
    this.keep = keep;
  }

  void addTo(Routes routes) {
    routes.gateway("GET /v1/models", this::list);
  }

  private Reply list(Call call) {
    Long groupId = call.userKey().groupId;
    return Reply.json(200, groupId == null ? listed(new TreeSet<>()) : keptList(groupId));
  }

  private synchronized ObjectNode keptList(long groupId) {
    Kept found = kept.get(groupId);
    if (found == null || !found.until().isAfter(state.now())) {
      found = new Kept(state.read(() -> fresh(groupId)), state.now().plus(keep));
      kept.put(groupId, found);
    }
    return found.list();
  }

  private ObjectNode fresh(long groupId) {
    GroupRow group = state.groups.find(groupId);
    SortedSet<String> names = new TreeSet<>();
    for (AccountRow row : state.members.of(groupId)) {
      boolean counts =
          !dialect.habits().late() || (group != null && row.platform.equals(group.platform()));
      if (counts && row.canServe(state.now())) {
        names.addAll(row.modelMapping().propertyNames());
      }
    }
    return listed(names);
  }

  private ObjectNode listed(SortedSet<String> names) {
    ObjectNode list = Json.object();
    ArrayNode data = list.putArray("data");
    names.forEach(name -> add(data, name, name));
    if (names.isEmpty()) {
      List<BuiltInModel> models = dialect.habits().builtInModels();
      models.forEach(model -> add(data, model.id(), model.displayName()));
    }
    return list.put("object", "list");
  }

  private static void add(ArrayNode data, String id, String displayName) {
    data.addObject()
        .put("id", id)
        .put("type", "model")
        .put("display_name", displayName)
        .put("created_at", "2024-01-01T00:00:00Z");
  }
}
