package dev.relaymanager.cli;

import dev.relaymanager.sim.SimulatedHost;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What stands on a host, as its administrator sees it. */
final class Holdings {
  private Holdings() {}

  /** Kind, id and name of everything that the manager could have made. */
  static List<String> of(SimulatedHost host) {
    List<String> found = new ArrayList<>();
    for (String kind :
        List.of("groups", "channels", "payment/plans", "accounts", "subscriptions")) {
      JsonNode data =
          host.backDoor()
              .byHand("GET", "/api/v1/admin/" + kind + "?page=1&page_size=1000", "")
              .path("data");
      for (JsonNode one : data.isArray() ? data : data.path("items")) {
        found.add(kind + " " + one.path("id").asLong() + " " + one.path("name").asString(""));
      }
    }
    return found;
  }
}
