package dev.relaymanager.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code /admin/usage}: what was served, the newest first. Not in the recordings. */
final class SimUsage {
  private final State state;

  SimUsage(State state) {
    this.state = state;
  }

  void addTo(Routes routes) {
    routes.admin("GET /api/v1/admin/usage", this::list);
  }

  private Reply list(Call call) {
    String group = call.query("group_id");
    List<UsageRow> found = new ArrayList<>();
    for (UsageRow row : state.usage.all()) {
      if (group.isEmpty() || group.equals(Long.toString(row.groupId()))) {
        found.add(row);
      }
    }
    found.sort(Comparator.comparingLong(UsageRow::id).reversed());
    return Envelope.ok(Paging.of(call).cutCountingFrom0(found, UsageRow::view));
  }
}
