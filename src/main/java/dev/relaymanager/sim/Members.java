package dev.relaymanager.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which accounts are in which group. Guarded by the state. */
final class Members {
  private final Map<Long, TreeMap<Long, AccountRow>> byGroup = new HashMap<>();

  /** The accounts of a group by ascending id. */
  Collection<AccountRow> of(long groupId) {
    TreeMap<Long, AccountRow> members = byGroup.get(groupId);
    return members == null ? List.of() : members.values();
  }

  /** Replaces all memberships of an account; the order of the groups is kept as priority. */
  void bind(AccountRow row, List<Long> groupIds, Instant now) {
    List<AccountRow.Binding> bindings = new ArrayList<>();
    for (int i = 0; i < groupIds.size(); i++) {
      bindings.add(new AccountRow.Binding(groupIds.get(i), i + 1, now));
    }
    set(row, bindings);
  }

  /** Adds one membership. */
  void bindAlso(AccountRow row, long groupId, Instant now) {
    if (!row.isIn(groupId)) {
      List<AccountRow.Binding> more = new ArrayList<>(row.bindings);
      more.add(new AccountRow.Binding(groupId, more.size() + 1, now));
      set(row, more);
    }
  }

  /** Takes an account out of every group. */
  void unbind(AccountRow row) {
    set(row, List.of());
  }

  /** Takes every account out of a group. */
  void empty(long groupId) {
    for (AccountRow row : List.copyOf(of(groupId))) {
      set(row, row.bindings.stream().filter(binding -> binding.groupId() != groupId).toList());
    }
  }

  private void set(AccountRow row, List<AccountRow.Binding> bindings) {
    row.bindings.forEach(
        old -> byGroup.getOrDefault(old.groupId(), new TreeMap<>()).remove(row.id));
    row.bindings = List.copyOf(bindings);
    for (AccountRow.Binding binding : bindings) {
      byGroup.computeIfAbsent(binding.groupId(), id -> new TreeMap<>()).put(row.id, row);
    }
  }
}
